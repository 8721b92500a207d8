/** The binary in Node, which lies in tfjs's package, and threads of node:worker_threads. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { binaryName, type Platform } from './platform.js';
import { workerScript } from './threads/worker-script.js';

/** The script of a worker: it has all it needs when it starts. */
const script = `
${workerScript}
const { parentPort, workerData } = require('node:worker_threads');
serve(workerData, () => parentPort.postMessage('ready'));`;

/** Whether the flag of V8 is set. */
let joinsVectors = false;

export const platform: Platform = {
  get defaultLocation() {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), binaryName);
  },
  read: async (location) => new Uint8Array(await readFile(location.startsWith('file:') ? new URL(location) : location)),
  alwaysShares: true,
  start: async (start) => {
    const before = listeners();
    try {
      return await start();
    } finally {
      for (const { event, listener } of listeners()) {
        const isNew = !before.some((known) => known.event === event && known.listener === listener);
        if (isNew && rethrows.test(String(listener))) process.off(event, listener);
      }
    }
  },
  joinVectors: (isWanted) => {
    // An older V8 does not know the flag, and prints that it does not.
    const isAble = process.arch === 'x64' && Number.parseInt(process.versions.v8, 10) >= 13;
    if (isAble && isWanted !== joinsVectors) {
      setFlagsFromString(`--${isWanted ? '' : 'no-'}experimental-wasm-revectorize`);
      joinsVectors = isWanted;
    }
    return isAble && isWanted;
  },
  cores: availableParallelism,
  startWorker: (start, onDeath) => {
    // Neither the flags nor the environment of the program: loaders and hooks have no business here.
    const worker = new Worker(script, { eval: true, workerData: start, execArgv: [], env: {} });
    let isEnding = false;
    const end = (): void => {
      isEnding = true;
      void worker.terminate();
    };
    return new Promise((resolve, reject) => {
      worker.on('error', reject); // a later one is followed by the end
      worker.on('exit', (status) => {
        reject(new Error(`the worker ended with status ${status}`));
        if (!isEnding) onDeath();
      });
      worker.on('message', () => {
        worker.unref();
        resolve({ end });
      });
    });
  },
  pause: (words, index, value, timeoutMs) => {
    Atomics.wait(words, index, value, timeoutMs);
  },
};

/**
 * Emscripten's listeners throw again whatever no one caught, which takes the decision from the program that
 * listens for the same. They are known by their text, lest a listener that the program adds meanwhile be lost.
 */
const rethrows = /^function\s*\((?:ex|reason)\)\s*\{[^]*throw (?:ex|reason)/;

function listeners(): { event: string; listener: (...values: unknown[]) => void }[] {
  return ['uncaughtException', 'unhandledRejection'].flatMap((event) =>
    process.listeners(event as 'uncaughtException').map((listener) => ({ event, listener: listener as () => void })),
  );
}
