/** Workers as they start, serve and die. */
import { platform } from '#platform';
import { expect, it, vi } from 'vitest';
import type { FunctionBuilder } from './assembler/function-builder.js';
import { ModuleBuilder } from './assembler/module-builder.js';
import { i32 } from './assembler/operators.js';
import { jobFunctionNames } from './threads/job-functions.js';
import type { WorkerStart } from './threads/worker-script.js';

/** What a worker is sent, with a function of the test in the place of the one that serves for ever. */
async function startWith(write: (f: FunctionBuilder) => void): Promise<WorkerStart> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const builder = new ModuleBuilder(
    { module: 'tfjs', name: 'memory', minimumPages: 1, maximumPages: 1, isShared: true },
    { relaxedSimd: false },
  );
  builder.define(jobFunctionNames.serve, {}, write);
  return { module: await WebAssembly.compile(builder.toBytes()), memory };
}

it('starts workers on the memory that it is given', async () => {
  const start = await startWith((f) => f.store('i32.store', 64, 17));
  const worker = await platform.startWorker(start, () => {});
  const words = new Int32Array(start.memory.buffer);
  await expect.poll(() => words[16]).toBe(17);
  worker.end();
});

it('tells when a worker dies by itself', async () => {
  const start = await startWith((f) => f.drop(i32.load(2 ** 20))); // beyond the memory
  const onDeath = vi.fn<() => void>();
  await Promise.allSettled([platform.startWorker(start, onDeath)]); // its death may overtake its greeting
  await expect.poll(() => onDeath.mock.calls.length).toBe(1);
});

it('rejects with the reason when a worker cannot start', async () => {
  const { module } = await startWith(() => {});
  const unfit = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  await expect(platform.startWorker({ module, memory: unfit }, () => {})).rejects.toThrow(/memory/);
});

it('has at least one core', () => {
  expect(platform.cores()).toBeGreaterThanOrEqual(1);
});
