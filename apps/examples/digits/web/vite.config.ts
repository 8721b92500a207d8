/** Serves and bundles the page. */
import { defineConfig } from 'vite';

/** Makes the page cross-origin isolated, so that the threads of wasm may share memory. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  base: './',
  server: { headers },
  preview: { headers },
  build: { outDir: '../dist-web', emptyOutDir: true, target: 'es2022' },
});
