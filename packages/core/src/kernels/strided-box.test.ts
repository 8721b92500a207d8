import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sizeOf } from '../shape.js';

/** What a slice says of one axis of its input, or of a new axis of its output, and what that means. */
type Entry =
  | {
      readonly kind: 'range';
      readonly length: number;
      readonly begin: number;
      readonly end: number;
      readonly stride: number;
    }
  | { readonly kind: 'from'; readonly length: number; readonly begin: number; readonly stride: number }
  | { readonly kind: 'index'; readonly length: number; readonly index: number }
  | { readonly kind: 'new' };

const lengths = fc.integer({ min: 1, max: 4 });
const strides = fc.constantFrom(-3, -2, -1, 1, 2, 3);
const entries: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('range' as const),
      length: lengths,
      begin: fc.nat(3),
      end: fc.nat(4),
      stride: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ kind: fc.constant('from' as const), length: lengths, begin: fc.nat(3), stride: strides }),
    fc.record({ kind: fc.constant('index' as const), length: lengths, index: fc.nat(3) }),
    fc.constant({ kind: 'new' as const }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** Positions taken on one axis, by the rule of Python. */
function positions(entry: Entry): number[] {
  if (entry.kind === 'new') return [];
  const all = Array.from({ length: entry.length }, (_, position) => position);
  if (entry.kind === 'index') return [entry.index % entry.length];
  const begin = Math.min(entry.begin, entry.length - 1);
  if (entry.kind === 'range') {
    return all.filter((p) => p >= entry.begin && p < entry.end && (p - entry.begin) % entry.stride === 0);
  }
  const way = Math.sign(entry.stride);
  const taken = all.filter((p) => (p - begin) * way >= 0 && (p - begin) % entry.stride === 0);
  return way > 0 ? taken : taken.toReversed();
}

/** The slice as tfjs takes it. */
function slice(x: tf.Tensor, list: readonly Entry[]): tf.Tensor {
  const mask = (test: (entry: Entry) => boolean): number =>
    list.reduce((bits, entry, index) => bits + (test(entry) ? 2 ** index : 0), 0);
  const beginOf = (entry: Entry): number => {
    if (entry.kind === 'new') return 0;
    if (entry.kind === 'index') return entry.index % entry.length;
    return entry.kind === 'from' ? Math.min(entry.begin, entry.length - 1) : entry.begin;
  };
  return tf.stridedSlice(
    x,
    list.map(beginOf),
    list.map((entry) => (entry.kind === 'range' ? entry.end : beginOf(entry) + 1)),
    list.map((entry) => ('stride' in entry ? entry.stride : 1)),
    0,
    mask(({ kind }) => kind === 'from'),
    0,
    mask(({ kind }) => kind === 'new'),
    mask(({ kind }) => kind === 'index'),
  );
}

describeBackends('strided slices', (backendName) => {
  // webgl has tfjs's kernel
  it.skipIf(backendName === 'webgl').each(['float32', 'int32', 'bool'] as const)(
    'takes %s as Python does, new and dropped axes included',
    (dtype) => {
      fc.assert(
        fc.property(entries, (list) => {
          const axes = list.filter((entry) => entry.kind !== 'new');
          const shape = axes.map(({ length }) => length);
          const values = Array.from({ length: sizeOf(shape) }, (_, index) => (dtype === 'bool' ? index % 2 : index));
          const expected = axes.reduce<number[]>(
            (indices, entry) => indices.flatMap((index) => positions(entry).map((p) => index * entry.length + p)),
            [0],
          );
          tf.tidy(() => {
            const result = slice(tf.tensor(values, shape, dtype), list);
            expect(result.dtype).toBe(dtype);
            expect(result.shape).toEqual(
              list.flatMap((entry) => {
                if (entry.kind === 'new') return [1];
                return entry.kind === 'index' ? [] : [positions(entry).length];
              }),
            );
            expect(Array.from(result.dataSync())).toEqual(expected.map((index) => values[index]));
          });
        }),
        { numRuns: 300 },
      );
    },
  );

  it.skipIf(backendName === 'webgl')('drops an axis beside strides', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4], 'int32');
      // x[1, ::2], where tfjs reads x[0, 0] and x[1, 0]
      const odd = tf.stridedSlice(x, [1, 0], [2, 4], [1, 2], 0, 0, 0, 0, 1);
      expect(Array.from(odd.dataSync())).toEqual([5, 7]);
    });
  });
});
