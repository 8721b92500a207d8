import { expect, it } from 'vitest';
import { batchNorm } from './batch-norm.js';

const floats = (shape: readonly number[], ...values: number[]) =>
  ({ shape, dtype: 'float32', values: Float64Array.from(values) }) as const;

it('normalises channels, with and without scale and offset', () => {
  const statistics = { x: floats([1, 1, 2, 2], 1, 10, 5, -2), mean: floats([2], 3, 4), variance: floats([2], 3, 8) };
  expect([...batchNorm(statistics, { varianceEpsilon: 1 }).values]).toEqual([-1, 2, 1, -2]);
  const inputs = { ...statistics, scale: floats([2], 2, -1), offset: floats([2], 10, 20) };
  expect([...batchNorm(inputs, { varianceEpsilon: 1 }).values]).toEqual([8, 18, 12, 22]);
});
