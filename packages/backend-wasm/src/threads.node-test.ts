/** Programs that use the backend, run by Node as their users run them: on the built packages. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const cwd = fileURLToPath(new URL('..', import.meta.url));

/** Prints how many workers there have been: Node numbers them from 1. */
const program = (options: string): string => `
import { Worker } from 'node:worker_threads';
import { matMul, ones } from '@tensorflow/tfjs-core';
import { useBackend } from '@isograd/core';
import { wasm } from '@isograd/backend-wasm';
await useBackend(wasm(${options}));
matMul(ones([300, 300]), ones([300, 300])).dataSync();
const next = new Worker('', { eval: true }).threadId;
console.log(JSON.stringify({ workers: next - 1, at: Date.now() }));
`;

it.each([1, 2, 4])('ends by itself, and started %i threads in all', async (threads) => {
  const started = program(`{ threads: ${threads} }`);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', started], { cwd });
  const endedAt = Date.now();
  const { workers, at } = JSON.parse(stdout);
  expect(workers).toBe(threads - 1);
  expect(endedAt - at).toBeLessThan(2000);
});
