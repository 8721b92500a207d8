import { Cumprod, Cumsum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const problems = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
  axis: fc.nat(),
  isNegative: fc.boolean(),
  exclusive: fc.boolean(),
  reverse: fc.boolean(),
});

it.each([
  [Cumsum, 0, (total: number, value: number): number => total + value],
  [Cumprod, 1, (total: number, value: number): number => total * value],
])('%s runs along any axis, counted from either end', (kernelName, first, combine) => {
  fc.assert(
    fc.property(problems, ({ shape, axis: anyAxis, isNegative, exclusive, reverse }) => {
      const axis = anyAxis % shape.length;
      const size = shape.reduce((product, length) => product * length, 1);
      const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
      const along = shape[axis] as number;
      const x = Array.from({ length: size }, (_, index) => ((index * 7) % 5) - 2);
      const expected = x.map((own, index) => {
        const position = Math.floor(index / stride) % along;
        let total = first;
        for (let other = 0; other < along; other++) {
          if (reverse ? other > position : other < position) {
            total = combine(total, x[index + (other - position) * stride] as number);
          }
        }
        return exclusive ? total : combine(total, own);
      });
      const attributes = { axis: isNegative ? axis - shape.length : axis, exclusive, reverse };
      const result = runKernel(kernelName, { x: values(x, shape) }, attributes);
      expect(result.shape).toEqual(shape);
      expect(Array.from(result.data, (value) => value + 0)).toEqual(expected.map((value) => value + 0));
    }),
    { seed: 1, numRuns: 200 },
  );
});

it('rounds each sum of floats once', () => {
  const { data } = runKernel(Cumsum, { x: values([1, 2 ** -24, 2 ** -24]) }, { axis: 0 });
  expect(Array.from(data)).toEqual([1, 1, 1 + 2 ** -23]);
});

it('wraps products of integers', () => {
  const { data } = runKernel(Cumprod, { x: values([65537, 65537, 65537, 65537], [4], 'int32') }, { axis: 0 });
  const powers = [1n, 2n, 3n, 4n].map((power) => Number(BigInt.asIntN(32, 65537n ** power)));
  expect(Array.from(data)).toEqual(powers);
});
