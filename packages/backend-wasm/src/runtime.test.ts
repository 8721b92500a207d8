import { BackendError, useBackend } from '@isograd/core';
import { add, engine, tensor1d, type TensorInfo } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm } from './testing/kernel-runner.js';
import { runtimeOf } from './runtime.js';
import { wasm } from './wasm.js';

onWasm();

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

it('refuses a backend that it did not prepare', async () => {
  expect(() => runtimeOf({})).toThrow(/BACKEND_NOT_LOADED/);
  await useBackend(wasm());
});
