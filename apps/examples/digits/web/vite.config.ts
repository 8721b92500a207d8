/** Serves and bundles the page. */
import { defineConfig } from 'vite';

/** Makes the page cross-origin isolated, so that the threads of wasm may share memory. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/**
 * What the page needs: WebAssembly, of which programs are compiled, but no code from text; workers whose script is a
 * blob, and tfjs's binary, which is read from one.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  'worker-src blob:',
  "connect-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
].join('; ');

export default defineConfig({
  base: './',
  server: { headers: isolation },
  preview: { headers: { ...isolation, 'Content-Security-Policy': policy } },
  build: { outDir: '../dist-web', emptyOutDir: true, target: 'es2022' },
});
