import { UnsupportedError } from '@isograd/core';
import { Cast, cast as castTensor, clone, engine, Identity, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel, type Values } from '../testing/kernel-runner.js';

onWasm();

const floatValues = [
  0,
  -0,
  0.4,
  -0.4,
  1.5,
  -1.5,
  2 ** 24 + 2,
  -7.99,
  Number.NaN,
  0.999,
  3,
  4.5,
  5,
  6,
  7,
  8.5,
  9,
  10,
  11,
  12,
];
const intValues = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 + 1, 256, 65536, 7, 8, 9, -256, 13];
const boolValues = [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0];

function cast(dtype: Values['dtype'], data: readonly number[], to: string): Values {
  return runKernel(Cast, { x: { shape: [data.length], dtype, data } }, { dtype: to });
}

it.each([
  { from: 'float32', to: 'int32', data: floatValues, expected: (value: number) => Math.trunc(value) | 0 },
  { from: 'float32', to: 'bool', data: floatValues, expected: (value: number) => (value === 0 ? 0 : 1) },
  { from: 'int32', to: 'float32', data: intValues, expected: Math.fround },
  { from: 'int32', to: 'bool', data: intValues, expected: (value: number) => (value === 0 ? 0 : 1) },
  { from: 'bool', to: 'float32', data: boolValues, expected: (value: number) => value },
  { from: 'bool', to: 'int32', data: boolValues, expected: (value: number) => value },
] as const)('casts $from to $to, whatever the size', ({ from, to, data, expected }) => {
  for (let size = 0; size <= data.length; size++) {
    const { dtype, data: actual } = cast(from, data.slice(0, size), to);
    expect(dtype).toBe(to);
    expect(Array.from(actual)).toEqual(data.slice(0, size).map(expected));
  }
});

it('stops at the ends of int32', () => {
  const { data } = cast('float32', [1e20, -1e20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 'int32');
  expect(Array.from(data)).toEqual([2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 1, -(2 ** 31)]);
});

it('refuses dtypes that it does not know', () => {
  expect(() => cast('float32', [1], 'string')).toThrow(UnsupportedError);
});

it('shares the memory when nothing has to change, and keeps it until the last owner is gone', () => {
  const x = tensor1d([1, 2, 3]);
  const buffers = engine().backend.numDataIds();
  const copies = [clone(x), castTensor(x, 'float32')];
  expect(engine().backend.numDataIds()).toBe(buffers);
  x.dispose();
  for (const copy of copies) expect(Array.from(copy.dataSync())).toEqual([1, 2, 3]);
  for (const copy of copies) copy.dispose();
  expect(engine().backend.numDataIds()).toBe(buffers - 1);
});

it('gives the same values under Identity', () => {
  const x = { shape: [2, 2], dtype: 'int32', data: [1, -2, 3, 4] } as const;
  expect(runKernel(Identity, { x })).toMatchObject({
    shape: [2, 2],
    dtype: 'int32',
    data: new Int32Array([1, -2, 3, 4]),
  });
});
