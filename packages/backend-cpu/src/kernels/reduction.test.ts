import { All, Max, Mean, Min, Prod } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onCpu, runKernel, type Values, values } from '../testing/kernel-runner.js';

onCpu();

const problems = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }),
  isReduced: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  isNegative: fc.boolean(),
  keepDims: fc.boolean(),
});

/** The elements that meet in each element of the result. */
function groupsOf(x: readonly number[], shape: readonly number[], axes: readonly number[]): number[][] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const groups = Array.from({ length: kept.reduce((product, size) => product * size, 1) }, (): number[] => []);
  x.forEach((value, index) => {
    let rest = index;
    let group = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      if (!axes.includes(axis)) {
        group += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    groups[group]?.push(value);
  });
  return groups;
}

it.each([
  [Max, (group: number[]): number => Math.max(...group)],
  [Min, (group: number[]): number => Math.min(...group)],
  [Mean, (group: number[]): number => Math.fround(group.reduce((sum, value) => sum + value, 0) / group.length)],
  [Prod, (group: number[]): number => group.reduce((product, value) => product * value, 1)],
])('%s reduces any axes, counted from either end', (kernelName, reduce) => {
  fc.assert(
    fc.property(problems, ({ shape, isReduced, isNegative, keepDims }) => {
      const axes = [...shape.keys()].filter((axis) => isReduced[axis]);
      if (axes.length === 0) axes.push(0);
      const size = shape.reduce((product, length) => product * length, 1);
      const x = Array.from({ length: size }, (_, index) => ((index * 7) % 11) / 4 - 1);
      const given = isNegative ? axes.map((axis) => axis - shape.length) : axes;
      const attributes = { axis: given, reductionIndices: given, keepDims };
      const result = runKernel(kernelName, { x: values(x, shape) }, attributes);
      const keptShape = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      expect(result.shape).toEqual(keepDims ? keptShape : shape.filter((_, axis) => !axes.includes(axis)));
      expect(Array.from(result.data)).toEqual(groupsOf(x, shape, axes).map((group) => Math.fround(reduce(group))));
    }),
    { seed: 1, numRuns: 200 },
  );
});

const reduceAll = (kernelName: string, x: Values): number[] =>
  Array.from(runKernel(kernelName, { x }, { axis: [0], reductionIndices: [0], keepDims: false }).data);

it('has the neutral element for nothing', () => {
  const nothing = values([], [0]);
  expect(reduceAll(Max, nothing)).toEqual([Number.NEGATIVE_INFINITY]);
  expect(reduceAll(Min, nothing)).toEqual([Number.POSITIVE_INFINITY]);
  expect(reduceAll(Max, values([], [0], 'int32'))).toEqual([-(2 ** 31)]);
  expect(reduceAll(Min, values([], [0], 'int32'))).toEqual([2 ** 31 - 1]);
  expect(reduceAll(Prod, nothing)).toEqual([1]);
  expect(reduceAll(Mean, nothing)).toEqual([Number.NaN]);
  expect(reduceAll(All, values([], [0], 'bool'))).toEqual([1]);
});

it('All is the conjunction', () => {
  const x = values([1, 1, 1, 0], [2, 2], 'bool');
  expect(Array.from(runKernel(All, { x }, { axis: [1], keepDims: false }).data)).toEqual([1, 0]);
});

it('a mean is rounded once', () => {
  expect(reduceAll(Mean, values([1, 1, 0.25]))).toEqual([0.75]);
  expect(reduceAll(Mean, values([2, -1, -1], [3], 'int32'))).toEqual([0]);
  const seventh = values(Array.from({ length: 7 }, () => 1));
  expect(reduceAll(Mean, seventh)).toEqual([1]);
});

it('a product of integers wraps', () => {
  const expected = Number(BigInt.asIntN(32, 65537n ** 4n * 3n));
  expect(reduceAll(Prod, values([65537, 65537, 65537, 65537, 3], [5], 'int32'))).toEqual([expected]);
});
