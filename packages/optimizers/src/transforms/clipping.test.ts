import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { clipByGlobalNorm, clipByNorm, clipByValue, type GradientTransformation } from '../index.js';

describeBackends('clipping', () => {
  /** The clipped gradients, one row for each. */
  function clip(part: GradientTransformation, ...rows: readonly number[][]): number[][] {
    return tidy(() => {
      const grads = rows.map((row) => tensor(row));
      const { updates } = part.update(grads, part.init(grads), grads);
      return (updates as Tensor[]).map((update) => Array.from(update.dataSync()));
    });
  }

  it('by value bounds each element', () => {
    expect(clip(clipByValue(2), [-3, -2, 0.5], [0, 9])).toEqual([
      [-2, -2, 0.5],
      [0, 2],
    ]);
  });

  it('by norm bounds each tensor by itself', () => {
    // Norms 5, 0.625 and 0; 2.5 / 5 is exact.
    expect(clip(clipByNorm(2.5), [3, -4], [0.375, 0.5], [0, 0])).toEqual([
      [1.5, -2],
      [0.375, 0.5],
      [0, 0],
    ]);
  });

  it('by global norm bounds all together and keeps their direction', () => {
    // The norm of (2, 4, 4, 0) is 6.
    expect(clip(clipByGlobalNorm(3), [2, 4], [4, 0])).toEqual([
      [1, 2],
      [2, 0],
    ]);
    expect(clip(clipByGlobalNorm(6), [2, 4], [4, 0])).toEqual([
      [2, 4],
      [4, 0],
    ]);
    expect(clip(clipByGlobalNorm(3), [0, 0], [0, 0])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(clip(clipByGlobalNorm(3))).toEqual([]);
  });

  it('by a norm hides no NaN', () => {
    const nan = [Number.NaN, Number.NaN];
    expect(clip(clipByNorm(1), [Number.NaN, 1], [0, 0.5])).toEqual([nan, [0, 0.5]]);
    expect(clip(clipByGlobalNorm(1), [Number.NaN, 1], [0, 0.5])).toEqual([nan, nan]);
  });
});
