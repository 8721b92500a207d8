/** Pairs of shapes that broadcast, by hand and by chance. */
import type { Shape } from '@isograd/core';
import fc from 'fast-check';
import { seeds, shapes } from './arbitrary.js';

/** Shapes of two tensors. */
export type ShapePair = readonly [a: Shape, b: Shape];

/** Equal shapes of sizes beside the widths of vectors, every way to broadcast, empty tensors, and ranks up to 6. */
export const broadcastPairs: readonly ShapePair[] = [
  ...[[], [1], [2], [3], [5], [7], [9], [17], [33], [2, 3], [0], [1, 2, 1, 3, 2, 2]].map(
    (shape): ShapePair => [shape, shape],
  ),
  [[], [5]],
  [[9], []],
  [[1], [7]],
  [[3], [1, 1]],
  [[4, 3], [3]],
  [[5], [2, 5]],
  [
    [4, 1],
    [1, 3],
  ],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [1, 9],
    [2, 9],
  ],
  [
    [4, 1, 3],
    [1, 5, 1],
  ],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [[2, 1, 4], [4]],
  [
    [1, 2, 1, 3],
    [2, 1, 4, 1],
  ],
  [
    [2, 1, 2, 1, 3],
    [1, 3, 1, 2, 1],
  ],
  [
    [2, 1, 3, 1, 2, 1],
    [1, 2, 1, 2, 1, 3],
  ],
  [[2, 1, 2, 1, 2, 2], [2]],
  [
    [3, 1],
    [2, 1, 1, 2, 1, 5],
  ],
  [[0], [1]],
  [[], [2, 0]],
  [
    [2, 0],
    [1, 0],
  ],
  [
    [3, 0, 2],
    [3, 1, 1],
  ],
];

/** A shape, and what is left of it for each of two tensors: an axis of 1 instead of its size, or no leading axes. */
export const randomPairs: fc.Arbitrary<ShapePair> = fc
  .record({ shape: shapes(), folds: seeds, dropped: fc.integer({ min: -4, max: 4 }) })
  .map(({ shape, folds, dropped }) => {
    const fold = (choice: 1 | 2): number[] =>
      shape.map((size, axis) => (Math.floor(folds / 4 ** axis) % 4 === choice ? 1 : size));
    return [fold(1).slice(Math.max(0, dropped)), fold(2).slice(Math.max(0, -dropped))];
  });
