import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { gateProduct } from './gate-product.js';

/** Σ_f x[r, f] · masks[mask of column, r, f] · kernel[f, column] + bias[column], in float64. */
function expected(
  x: Float32Array,
  kernel: Float32Array,
  bias: Float32Array,
  masks: Float32Array,
  [rows, features, columns, count]: readonly [number, number, number, number],
): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const mask = Math.floor(column / (columns / count));
    let sum = bias[column] as number;
    for (let f = 0; f < features; f++) {
      const kept = masks[(mask * rows + row) * features + f] as number;
      sum += (x[row * features + f] as number) * kept * (kernel[f * columns + column] as number);
    }
    return sum;
  });
}

describeBackends('gateProduct', () => {
  it.each([1, 3])('gives each gate its share of the columns, with %i masks', (count) => {
    const [rows, features, columns] = [4, 5, 6];
    const [x, kernel, bias] = [rows * features, features * columns, columns].map((size, seed) =>
      seededValues(seed, size),
    ) as [Float32Array, Float32Array, Float32Array];
    const masks = Float32Array.from({ length: count * rows * features }, (_, index) => (index % 3 === 0 ? 0 : 1.5));
    const values = expected(x, kernel, bias, masks, [rows, features, columns, count]);
    tidy(() => {
      const given = [tensor(kernel, [features, columns]), tensor(bias, [columns])] as const;
      const flat = gateProduct(...given, tensor(masks, [count, rows, features]))(tensor(x, [rows, features]));
      expectWithinTolerance(flat.dataSync(), { shape: [rows, columns], dtype: 'float64', values });
      const overTime = gateProduct(...given, tensor(masks, [count, 2, 2, features]))(tensor(x, [2, 2, features]));
      expectWithinTolerance(overTime.dataSync(), { shape: [2, 2, columns], dtype: 'float64', values });
    });
  });
});
