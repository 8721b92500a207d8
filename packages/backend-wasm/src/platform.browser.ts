/** The binary in browsers: served with this package, where bundlers find it by this very expression. */
import type { Platform } from './platform.js';

export const platform: Platform = {
  defaultLocation: new URL('../dist/wasm/tfjs-backend-wasm-simd.wasm', import.meta.url).href,
  read: async (location) => {
    const response = await fetch(location, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  start: (start) => start(),
};
