import { BackendError, getActiveBackend, useBackend } from '@isograd/core';
import { add, cast, engine, fill, matMul, type Rank, tensor1d, tensor2d, type TensorInfo } from '@tensorflow/tfjs-core';
import { beforeEach, expect, it } from 'vitest';
import { runtimeOf } from './runtime.js';
import { wasm } from './wasm.js';

/** A memory that no other test has divided. */
beforeEach(async () => {
  engine().reset();
  expect((await useBackend(wasm())).name).toBe('wasm');
});

it('holds a tensor as large as it says', () => {
  const { largestTensorBytes } = getActiveBackend().capabilities;
  const runtime = runtimeOf(engine().backend);
  const elements = Math.floor(largestTensorBytes / 4);
  const largest = runtime.output([elements], 'float32');
  expect(runtime.address(largest) + 4 * elements).toBeLessThanOrEqual(2 ** 32);
  runtime.dispose(largest);
});

it('refuses a larger one also where Emscripten would find it a place that is not there', () => {
  const runtime = runtimeOf(engine().backend);
  const below = [0, 1, 2].map(() => runtime.output([2 ** 28], 'float32'));
  for (const tensor of below.slice(1)) runtime.dispose(tensor); // memory has grown to 3 GiB, the last 2 of them free
  expect(() => runtime.output([2 ** 29], 'float32')).toThrow(/BACKEND_OUT_OF_MEMORY/);
  for (const tensor of below.slice(0, 1)) runtime.dispose(tensor);
});

it('turns a failed allocation into an error, and goes on', () => {
  const runtime = runtimeOf(engine().backend);
  const buffers = engine().backend.numDataIds();
  const x = tensor1d([1, 2, 3]);
  const taken: TensorInfo[] = [];
  const takeAll = (): void => {
    for (;;) taken.push(runtime.output([2 ** 28], 'float32')); // 1 GiB each, never touched; the memory ends at 4
  };
  expect(takeAll).toThrow(BackendError);
  expect(takeAll).toThrow(/BACKEND_OUT_OF_MEMORY/);
  expect(taken.length).toBeGreaterThan(1);
  expect(taken.length).toBeLessThan(4);
  for (const tensor of taken) runtime.dispose(tensor);
  const twice = add(x, x);
  expect(Array.from(twice.dataSync())).toEqual([2, 4, 6]);
  for (const tensor of [x, twice]) tensor.dispose();
  expect(engine().backend.numDataIds()).toBe(buffers);
});

it('works above 2 GiB, where addresses are negative as signed integers', () => {
  const runtime = runtimeOf(engine().backend);
  const below = [0, 1].map(() => runtime.output([2 ** 28], 'float32'));
  const x = tensor2d(new Float32Array(2 ** 24).fill(-1.5), [4096, 4096]);
  expect(runtime.address(x)).toBeGreaterThan(2 ** 31);
  const integers = cast(x, 'int32');
  const row = fill<Rank.R2>([1, 4096], 1);
  const products = [false, true].map((transposeB) => matMul(row, x, false, transposeB));
  expect(new Set(integers.dataSync())).toEqual(new Set([-1]));
  for (const product of products) expect(new Set(product.dataSync())).toEqual(new Set([-1.5 * 4096]));
  for (const tensor of [x, integers, row, ...products]) tensor.dispose();
  for (const tensor of below) runtime.dispose(tensor);
});

it('lends scratch memory that is free again after an exception', () => {
  const runtime = runtimeOf(engine().backend);
  const addresses: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    expect(() =>
      runtime.withScratch(1000, (address) => {
        addresses.push(address);
        throw new RangeError('stop');
      }),
    ).toThrow(RangeError);
  }
  expect(new Set(addresses).size).toBe(1);
});

it('refuses a backend that it did not prepare', () => {
  expect(() => runtimeOf({})).toThrow(/BACKEND_NOT_LOADED/);
});
