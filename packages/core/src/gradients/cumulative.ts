/** Gradients of running sums and products, and of the product of all. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient } from './gradient.js';

interface CumulativeAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** The axes of a tensor with `axes` moved to the end. */
function axesLast(rank: number, axes: readonly number[]): number[] {
  const others = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  return [...others, ...axes];
}

/** `x[:, 1:]`, with zeros where a row of `[rows, columns]` ends; `distance` columns at once. */
function shiftLeft(x: tf.Tensor, distance: number): tf.Tensor {
  const [rows = 0, columns = 0] = x.shape;
  const rest = tf.slice(x, [0, distance], [rows, columns - distance]);
  return tf.pad(rest, [
    [0, 0],
    [0, distance],
  ]);
}

/**
 * r, where r[k] = b[k] + a[k] r[k + 1] along the rows of `[rows, columns]`: the scan of Hillis and Steele (1986),
 * in log2(columns) passes. It divides by nothing, so zeros in `a` do no harm.
 */
function linearRecurrence(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const columns = b.shape[1] ?? 0;
  let [factor, total] = [a, b];
  for (let distance = 1; distance < columns; distance *= 2) {
    total = tf.add(total, tf.mul(factor, shiftLeft(total, distance)));
    factor = tf.mul(factor, shiftLeft(factor, distance));
  }
  return total;
}

/**
 * The gradient of the running product y[i] = x[0] … x[i] of each row:
 * dx[k] = (x[0] … x[k - 1]) Σ_{i ≥ k} dy[i] x[k + 1] … x[i], where the sum is a linear recurrence.
 */
function cumprodGradient(dy: tf.Tensor, x: tf.Tensor, exclusive: boolean): tf.Tensor {
  if (x.size === 0) return tf.zerosLike(x);
  const after = linearRecurrence(shiftLeft(x, 1), exclusive ? shiftLeft(dy, 1) : dy);
  return tf.mul(tf.cumprod(x, 1, true), after);
}

/** Entries of Cumsum, Cumprod and Prod. The gradients of the products are right also where factors are zero. */
export const cumulativeGradients: readonly tf.GradConfig[] = [
  defineGradient<CumulativeAttributes, []>(tf.Cumsum, [], (dy, _saved, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy, axis, exclusive, !reverse),
  })),
  defineGradient<CumulativeAttributes, ['x']>(tf.Cumprod, ['x'], (dy, [x], { axis, exclusive, reverse }) => ({
    x: () => {
      const order = axesLast(x.rank, tf.util.parseAxisParam(axis, x.shape));
      const xLast = tf.transpose(x, order);
      const asRows = (t: tf.Tensor): tf.Tensor => {
        const rows = tf.reshape(t, [-1, xLast.shape[x.rank - 1] ?? 1]);
        return reverse ? tf.reverse(rows, 1) : rows;
      };
      const rows = cumprodGradient(asRows(tf.transpose(dy, order)), asRows(xLast), exclusive);
      const inOrder = tf.reshape(reverse ? tf.reverse(rows, 1) : rows, xLast.shape);
      return tf.transpose(inOrder, tf.backend_util.getUndoAxesPermutation(order));
    },
  })),
  defineGradient<{ axis: number | number[] | null }, ['x']>(tf.Prod, ['x'], (dy, [x], { axis }) => ({
    x: () => {
      const axes = tf.util.parseAxisParam(axis as number[], x.shape);
      const order = axesLast(x.rank, axes);
      const xLast = tf.transpose(x, order);
      const factors = axes.reduce((product, reduced) => product * (x.shape[reduced] ?? 1), 1);
      const rows = tf.reshape(xLast, [dy.size, factors]);
      const others = tf.mul(tf.cumprod(rows, 1, true), tf.cumprod(rows, 1, true, true));
      const inOrder = tf.reshape(tf.mul(tf.reshape(dy, [dy.size, 1]), others), xLast.shape);
      return tf.transpose(inOrder, tf.backend_util.getUndoAxesPermutation(order));
    },
  })),
];
