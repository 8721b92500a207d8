import { sizeOf } from '@isograd/core';
import { concat, engine, split, stack, tensor, type Tensor, tidy, unstack } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm } from '../testing/kernel-runner.js';

onWasm();

const dtypes = ['float32', 'int32', 'bool'] as const;

/** Axes before and after the one along which tensors are joined, and their lengths along it. */
const parts = fc.record({
  before: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
  after: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
  lengths: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 5 }),
});

/** A tensor whose elements tell their part and place. */
function numbered(shape: readonly number[], part: number, dtype: (typeof dtypes)[number]): Tensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, index) =>
    dtype === 'bool' ? ((index * 7 + part) % 3) & 1 : 1000 * part + index,
  );
  return tensor(values, [...shape], dtype);
}

/** The elements of `parts` joined by hand: for each row, that of the first, then that of the second, and so on. */
function joined(tensors: readonly Tensor[], rows: number): number[] {
  const values = tensors.map((each) => Array.from(each.dataSync()));
  return Array.from({ length: rows }, (_, row) =>
    values.flatMap((each) => each.slice((row * each.length) / rows, ((row + 1) * each.length) / rows)),
  ).flat();
}

it.each(dtypes)('joins tensors of %s along any axis, and takes them apart again', (dtype) => {
  fc.assert(
    fc.property(parts, ({ before, after, lengths }) => {
      tidy(() => {
        const tensors = lengths.map((length, part) => numbered([...before, length, ...after], part, dtype));
        const axis = before.length;
        const whole = concat(tensors, axis);
        expect(whole.dtype).toBe(dtype);
        expect(Array.from(whole.dataSync())).toEqual(joined(tensors, sizeOf(before)));
        const again = split(whole, lengths, axis);
        for (const [part, each] of again.entries()) {
          expect(each.shape).toEqual(tensors[part]?.shape);
          expect(each.dtype).toBe(dtype);
          expect(each.dataSync()).toEqual(tensors[part]?.dataSync());
        }
      });
    }),
  );
});

it.each(dtypes)('stacks tensors of %s along any axis, and unstacks them again', (dtype) => {
  fc.assert(
    fc.property(parts, ({ before, after, lengths }) => {
      tidy(() => {
        const tensors = lengths.map((_, part) => numbered([...before, ...after], part, dtype));
        const axis = before.length;
        const whole = stack(tensors, axis);
        expect(whole.shape).toEqual([...before, lengths.length, ...after]);
        expect(Array.from(whole.dataSync())).toEqual(joined(tensors, sizeOf(before)));
        for (const [part, each] of unstack(whole, axis).entries()) {
          expect(each.shape).toEqual(tensors[part]?.shape);
          expect(each.dataSync()).toEqual(tensors[part]?.dataSync());
        }
      });
    }),
  );
});

it('joins text, and leaves nothing behind', () => {
  const before = engine().backend.numDataIds();
  const words = tidy(() => [...concat([tensor(['a', 'b']), tensor(['c'])]).dataSync()]);
  expect(words).toEqual(['a', 'b', 'c']);
  expect(engine().backend.numDataIds()).toBe(before);
});
