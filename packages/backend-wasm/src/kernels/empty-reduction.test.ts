import { All, Any, Max, Mean, Min, Prod, Sum, Transpose } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const infinity = Number.POSITIVE_INFINITY;

it.each([
  [Max, 'float32', -infinity],
  [Max, 'int32', -(2 ** 31)],
  [Min, 'float32', infinity],
  [Min, 'int32', 2 ** 31 - 1],
  [Prod, 'float32', 1],
  [Prod, 'int32', 1],
  [Sum, 'float32', 0],
  [Sum, 'int32', 0],
  [Mean, 'float32', Number.NaN],
  [All, 'bool', 1],
  [Any, 'bool', 0],
] as const)('%s of no %s is what changes no other', (kernelName, dtype, neutral) => {
  const reduce = (shape: number[], axis: number[], keepDims: boolean): unknown => {
    const { data, ...rest } = runKernel(kernelName, { x: { shape, dtype, data: [] } }, { axis, keepDims });
    return { ...rest, data: Array.from(data) };
  };
  expect(reduce([0], [0], false)).toEqual({ shape: [], dtype, data: [neutral] });
  expect(reduce([2, 0], [-1], false)).toEqual({ shape: [2], dtype, data: [neutral, neutral] });
  expect(reduce([2, 0], [0], false)).toEqual({ shape: [0], dtype, data: [] });
  expect(reduce([1, 2, 1, 0, 1, 1], [3, 1], true)).toEqual({ shape: [1, 1, 1, 1, 1, 1], dtype, data: [neutral] });
});

it('heeds the axes of Max, which has another name for them', () => {
  const x = { shape: [2, 0, 3], dtype: 'float32', data: [] } as const;
  const result = runKernel(Max, { x }, { reductionIndices: [1], keepDims: true });
  expect(result).toEqual({ shape: [2, 1, 3], dtype: 'float32', data: new Float32Array(6).fill(-infinity) });
});

it('transposes nothing', () => {
  const x = { shape: [2, 0, 3], dtype: 'int32', data: [] } as const;
  expect(runKernel(Transpose, { x }, { perm: [2, 0, 1] })).toEqual({
    shape: [3, 2, 0],
    dtype: 'int32',
    data: new Int32Array(),
  });
});
