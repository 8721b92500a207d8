/** Several threads: as many as asked for, the same bits, and clear words where there can be none. */
import { platform } from '#platform';
import { sizeOf, useBackend } from '@isograd/core';
import { seededValues } from '@isograd/testing';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { engine, getBackend, matMul, type Tensor, tensor } from '@tensorflow/tfjs-core';
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

it('shares no memory and starts nothing with one thread, and cannot have more later', async () => {
  const startWorker = vi.spyOn(platform, 'startWorker');
  await useBackend(wasm({ threads: 1 }));
  expect(isMemoryShared()).toBe(false);
  await expect(useBackend(wasm({ threads: 2 }))).rejects.toMatchObject({
    name: 'BackendError',
    code: 'BACKEND_THREADS',
  });
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

/** Shapes of a and b with what is transposed: odd, of one row, of many blocks, broadcast; each large enough to be shared. */
const products = [
  { a: [67, 301], b: [301, 129], transposeA: false, transposeB: false },
  { a: [301, 67], b: [301, 129], transposeA: true, transposeB: false },
  { a: [67, 301], b: [129, 301], transposeA: false, transposeB: true },
  { a: [301, 67], b: [129, 301], transposeA: true, transposeB: true },
  { a: [523, 517], b: [517, 259], transposeA: false, transposeB: false },
  { a: [3, 1, 97, 330], b: [2, 330, 61], transposeA: false, transposeB: false },
  { a: [133, 24, 17], b: [133, 17, 41], transposeA: false, transposeB: false },
  { a: [33, 24, 57], b: [33, 41, 57], transposeA: false, transposeB: true },
  { a: [65, 57, 10], b: [41, 57], transposeA: true, transposeB: true },
  { a: [24, 57], b: [5, 13, 57, 41], transposeA: false, transposeB: false },
  { a: [9, 130, 57], b: [9, 57, 41], transposeA: false, transposeB: false },
  { a: [1, 700], b: [700, 900], transposeA: false, transposeB: false },
];

it('computes the same bits on any number of threads', async () => {
  const results: Uint32Array[][] = [];
  for (const threads of [3, 2, 1]) {
    await useBackend(wasm({ threads }));
    expect(getBackend()).toBe('wasm');
    results.push(products.map(bitsOfProduct));
  }
  products.forEach((product, index) => {
    const [one, ...others] = results.map((bits) => bits[index] ?? new Uint32Array());
    for (const other of others) {
      expect(other.length, JSON.stringify(product)).toBe(one?.length);
      expect(other.filter((bits, element) => bits !== one?.[element]).length, JSON.stringify(product)).toBe(0);
    }
  });
});

function bitsOfProduct({ a, b, transposeA, transposeB }: (typeof products)[number]): Uint32Array {
  const [left, right] = [a, b].map((shape, seed) => tensor(seededValues(seed, sizeOf(shape)), shape)) as [
    Tensor,
    Tensor,
  ];
  const product = matMul(left, right, transposeA, transposeB);
  const bits = new Uint32Array(product.dataSync().buffer);
  for (const value of [left, right, product]) value.dispose();
  return bits;
}
