import { Abs, Elu, Erf, Selu, Square } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../../testing/kernel-runner.js';

onCpu();

const integers = [0, 1, -1, 2, -3, 7, 46341, 65537, 2 ** 31 - 1, -(2 ** 31)];
const wrap = (value: bigint): number => Number(BigInt.asIntN(32, value));
const abs = (value: bigint): bigint => (value < 0n ? -value : value);

it.each([
  [Abs, abs],
  [Square, (value: bigint): bigint => value * value],
])('%s of integers wraps modulo 2^32', (kernelName, compute) => {
  const { dtype, data } = runKernel(kernelName, { x: values(integers, [10], 'int32') });
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual(integers.map((value) => wrap(compute(BigInt(value)))));
});

it('the error function has its digits everywhere', () => {
  // Abramowitz and Stegun: "Handbook of Mathematical Functions" (1964), table 7.1; 2x/√π for small x.
  const table = [
    [1e-30, 1.12837917e-30],
    [0.02, 0.0225645747],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [1.5, 0.9661051465],
    [1.98, 0.9948920004],
    [2, 0.995322265],
    [2.5, 0.999593048],
    [3, 0.9999779095],
    [4, 0.9999999846],
    [Infinity, 1],
  ] as const;
  const x = table.flatMap(([at]) => [at, -at]);
  const { data } = runKernel(Erf, { x: values(x) });
  table.forEach(([, expected], index) => {
    const ulp = 2 ** (Math.floor(Math.log2(expected)) - 23);
    expect(Math.abs((data[2 * index] as number) - expected)).toBeLessThan(ulp);
    expect(data[2 * index + 1]).toBe(-(data[2 * index] as number));
  });
  expect(Array.from(runKernel(Erf, { x: values([0, Number.NaN]) }).data)).toEqual([0, Number.NaN]);
});

it.each([
  [Elu, 1, 1],
  [Selu, 1.0507009873554805, 1.7580993408473766],
])('%s is linear near 0 on both sides', (kernelName, above, below) => {
  const tiny = 2 ** -60;
  const { data } = runKernel(kernelName, { x: values([tiny, -tiny, -Infinity, Number.NaN]) });
  expect(Array.from(data)).toEqual([above * tiny, -below * tiny, -below, Number.NaN].map(Math.fround));
});
