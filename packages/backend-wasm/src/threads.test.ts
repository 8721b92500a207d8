/** Several threads: as many as asked for, the same bits, and clear words where there can be none. */
import { platform } from '#platform';
import { useBackend } from '@isograd/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine } from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { wasm } from './wasm.js';
import { maximumValues } from './threads/job-block.js';
import { isParallel } from './wasm-function.js';
import { wasmKernels } from './kernels/index.js';
import { hasSharedMemory, runtimeOf } from './runtime.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  engine().reset();
});

const realFetch = globalThis.fetch;
const isMemoryShared = (): boolean => hasSharedMemory(engine().backend as BackendWasm);

it.each([0, 1.5, Number.NaN, -1, 1025, '2'])('refuses %s threads', (threads) => {
  expect(() => wasm({ threads: threads as number })).toThrow(/\[WASM_THREADS\]$/);
});

it('uses the number that it reports', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  for (const threads of [3, 2, 1, 2]) {
    startWorker.mockClear();
    const { capabilities } = await useBackend(wasm({ threads }));
    expect(capabilities.threads).toBe(threads);
    expect(runtimeOf(engine().backend).threads).toBe(threads);
    expect(startWorker).toHaveBeenCalledTimes(threads - 1);
  }
});

it('keeps its workers when it is loaded again for the same number', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  await useBackend(wasm({ threads: 2 }));
  await useBackend(wasm({ threads: 2 }));
  expect(startWorker).toHaveBeenCalledOnce();
});

it('takes as many threads as there are cores by default', async () => {
  const { capabilities } = await useBackend(wasm());
  expect(capabilities.threads).toBe(platform.cores());
});

it('ends its workers when the backend is disposed', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  await useBackend(wasm({ threads: 3 }));
  const ends = await Promise.all(startWorker.mock.results.map(async ({ value }) => vi.spyOn(await value, 'end')));
  engine().reset();
  for (const end of ends) expect(end).toHaveBeenCalledOnce();
});

it('starts nothing with one thread; has more later where memory is always shared', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  await useBackend(wasm({ threads: 1 }));
  expect(startWorker).not.toHaveBeenCalled();
  expect(isMemoryShared()).toBe(platform.alwaysShares);
  const more = useBackend(wasm({ threads: 2 }));
  if (platform.alwaysShares) {
    expect((await more).capabilities.threads).toBe(2);
    return;
  }
  await expect(more).rejects.toMatchObject({ name: 'BackendError', code: 'BACKEND_THREADS' });
  expect((await useBackend(wasm())).capabilities.threads).toBe(1);
  expect(startWorker).not.toHaveBeenCalled();
});

it('names the headers where memory cannot be shared, and takes one thread by default', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  await expect(useBackend(wasm({ threads: 2 }))).rejects.toMatchObject({
    code: 'BACKEND_THREADS',
    fix: expect.stringMatching(/Cross-Origin-Opener-Policy: same-origin.*Cross-Origin-Embedder-Policy: require-corp/),
  });
  expect((await useBackend(wasm())).capabilities.threads).toBe(1);
});

it('says so where blob URLs are refused, and starts on the next call', async () => {
  vi.stubGlobal('fetch', (url: string | URL, options?: RequestInit) =>
    String(url).startsWith('blob:') ? Promise.reject(new TypeError('refused by policy')) : realFetch(url, options),
  );
  await expect(useBackend(wasm({ threads: 2 }))).rejects.toMatchObject({
    code: 'BACKEND_BINARY',
    fix: expect.stringContaining('threads: 1'),
  });
  vi.unstubAllGlobals();
  expect((await useBackend(wasm({ threads: 2 }))).capabilities.threads).toBe(2);
});

it('goes on after workers could not be started', async () => {
  vi.spyOn(platform, 'startWorker').mockRejectedValueOnce(new Error('refused by policy'));
  await expect(useBackend(wasm({ threads: 2 }))).rejects.toMatchObject({ code: 'BACKEND_WORKERS' });
  expect((await useBackend(wasm({ threads: 2 }))).capabilities.threads).toBe(2);
});

it('has room in a job for the values of every parallel function', () => {
  const functions = wasmKernels.flatMap((kernel) => kernel.functions).filter(isParallel);
  expect(functions.length).toBeGreaterThan(0);
  for (const { parameters } of functions) expect(Object.keys(parameters).length).toBeLessThanOrEqual(maximumValues);
});
