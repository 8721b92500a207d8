/** The binary in browsers, served with this package, where bundlers find it by this very expression; and Web Workers. */
import type { Platform, WasmWorker } from './platform.js';
import { workerScript } from './threads/worker-script.js';

/** The script of a worker: what it needs is the first message. */
const script = `
${workerScript}
onmessage = ({ data }) => serve(data, () => postMessage('ready'));`;

export const platform: Platform = {
  defaultLocation: new URL('../dist/wasm/tfjs-backend-wasm-simd.wasm', import.meta.url).href,
  read: async (location) => {
    const response = await fetch(location, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  alwaysShares: false, // what one thread needs no policy of a page should have to allow
  start: (start) => start(),
  joinVectors: () => false,
  cores: () => navigator.hardwareConcurrency,
  startWorker: (start, onDeath) => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    const end = (): void => worker.terminate();
    return new Promise<WasmWorker>((resolve, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault(); // it is reported by what this rejects with, or by the next kernel
        end();
        reject(new Error(event.message || 'the worker script was refused'));
        onDeath();
      });
      worker.addEventListener('message', () => resolve({ end }));
      worker.postMessage(start, []); // the memory is shared, not handed over
    }).finally(() => URL.revokeObjectURL(url));
  },
  pause: () => {}, // a page may not sleep
};
