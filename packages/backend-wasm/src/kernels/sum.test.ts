import { Sum } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

/** 0.1 in float32, which no sum of its copies holds exactly. */
const tenth = Math.fround(0.1);

it.each([
  ['of a list', [100_000], [0]],
  ['of columns', [20_000, 5], [0]],
  ['of rows', [3, 33_331], [1]],
  ['of axes with one element between them', [300, 1, 333, 2], [0, 2]],
])('keeps its digits in long sums: %s', (_title, shape, axis) => {
  const size = shape.reduce((product, side) => product * side, 1);
  const { data } = runKernel(
    Sum,
    { x: { shape, dtype: 'float32', data: new Array<number>(size).fill(tenth) } },
    { axis, keepDims: false },
  );
  const terms = size / data.length;
  for (const sum of Array.from(data)) expect(Math.abs(sum / (terms * tenth) - 1)).toBeLessThan(2 ** -18);
});
