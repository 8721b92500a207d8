/** A regularizer by the angles between the rows or columns of a matrix. */
import {
  abs,
  cast,
  matMul,
  maximum,
  mul,
  notEqual,
  range,
  reshape,
  rsqrt,
  type Scalar,
  square,
  sum,
  tidy,
} from '@tensorflow/tfjs-core';
import { wrongRank } from '../messages.js';
import { nonNegativeNumber, oneOf } from '../option-checks.js';
import type { Regularizer } from './regularizer.js';

/** Options of `orthogonalRegularizer`, with Keras's names. */
export interface OrthogonalRegularizerOptions {
  /** At least 0. Default: 0.01. */
  readonly factor?: number;
  /** What becomes orthogonal to each other. Default: `rows`. */
  readonly mode?: 'rows' | 'columns';
}

/** Vectors shorter than this are not brought to length 1 (Keras). */
const shortest = 1e-7;

/**
 * Makes vectors orthogonal: factor times the mean of |cos| of the angles between all pairs of rows, or of columns.
 *
 * The weight is float32 `[rows, columns]`; a single row, or column, gives 0 (Keras: NaN).
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} SHAPE_RANK for a weight that is no matrix
 */
export function orthogonalRegularizer(options: OrthogonalRegularizerOptions = {}): Regularizer {
  const where = 'orthogonalRegularizer';
  const factor = nonNegativeNumber(where, 'factor', options.factor ?? 0.01);
  const mode = oneOf(where, 'mode', options.mode ?? 'rows', ['rows', 'columns']);
  return {
    className: 'OrthogonalRegularizer',
    config: { factor, mode },
    of: (weight) => {
      if (weight.rank !== 2) throw wrongRank(where, weight.shape, '[rows, columns]', 'use it for kernels of matrices.');
      const [axis, otherAxis] = mode === 'rows' ? [0, 1] : [1, 0];
      const count = weight.shape[axis] ?? 1;
      const pairs = Math.max(1, (count * (count - 1)) / 2);
      return tidy(() => {
        const squaredLengths = sum(square(weight), otherAxis, true);
        const unit = mul(weight, rsqrt(maximum(squaredLengths, shortest ** 2)));
        const cosines = matMul(unit, unit, mode === 'columns', mode === 'rows'); // [count, count], each pair twice
        const numbers = range(0, count);
        const isPair = cast(notEqual(reshape(numbers, [count, 1]), numbers), 'float32');
        return mul(sum(abs(mul(cosines, isPair))), (factor * 0.5) / pairs) as Scalar;
      });
    },
  };
}
