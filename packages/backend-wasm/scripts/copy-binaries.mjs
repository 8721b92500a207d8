/** Copies the binary of tfjs that browsers fetch into dist/wasm, where src/platform.browser.ts looks for it. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = 'tfjs-backend-wasm-simd.wasm';
const from = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const to = fileURLToPath(new URL('../dist/wasm/', import.meta.url));
mkdirSync(to, { recursive: true });
copyFileSync(join(from, binary), join(to, binary));
