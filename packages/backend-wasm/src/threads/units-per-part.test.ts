import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitsPerPart } from './units-per-part.js';

it.each([
  [256, 21, 8, 2, 32],
  [64, 16, 4, 2, 16],
  [784, 1, 4, 2, 100],
  [10, 1, 1, 4, 1],
  [100, 60, 1, 2, 60],
  [30, 100, 4, 8, 100],
])(
  'cuts %i units, of which %i are worth a part, in %is for %i threads: %i each',
  (count, grain, multiple, threads, units) => {
    expect(unitsPerPart(count, grain, multiple, threads)).toBe(units);
  },
);

it('gives no thread much more than its share', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(1, 4, 16), fc.integer({ min: 1, max: 64 }));
  fc.assert(
    fc.property(sizes, ([count, multiple, threads]) => {
      const units = unitsPerPart(count, 1, multiple, threads);
      expect(units % multiple).toBe(0);
      const longest = Math.ceil(Math.ceil(count / units) / threads) * units;
      expect(longest).toBeLessThan((count / threads + 2 * multiple) * 1.07);
    }),
  );
});
