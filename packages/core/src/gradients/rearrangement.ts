/** Gradients of kernels that move elements without changing them. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.js';
import { unstride, withAxis } from './axis.js';
import { asFloat, byParts, defineGradient, passOn } from './gradient.js';

/** dy in the shape of x: the gradient of every kernel that only relabels axes. */
const reshaped = (kernelName: string, inputName: string): tf.GradConfig =>
  defineGradient(kernelName, [inputName], (dy, [x]) => ({
    [inputName]: () => tf.reshape(dy, (x as tf.Tensor).shape),
  }));

/** Sums the repetitions of a tiled tensor, axis by axis: that takes three axes, while all at once would take twice those of `x`. */
function sumTiles(dy: tf.Tensor, x: tf.Tensor, reps: readonly number[]): tf.Tensor {
  if (dy.size === 0) return tf.zeros(x.shape);
  const sums = reps.reduce((total, count, axis) => {
    if (count === 1) return total;
    const shape = withAxis(total.shape, axis, x.shape[axis] ?? 1);
    const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))];
    return tf.reshape(tf.sum(tf.reshape(total, [outer, count, inner]), 1), shape);
  }, dy);
  return passOn(sums);
}

/** `size` elements of one axis from `begin` on. */
function sliceOf(x: tf.Tensor, axis: number, begin: number, size: number): tf.Tensor {
  const begins = x.shape.map((_, index) => (index === axis ? begin : 0));
  return tf.slice(x, begins, withAxis(x.shape, axis, size));
}

/** Entries of Identity, Cast, Reshape, ExpandDims, Transpose, Reverse, FlipLeftRight, Slice, Concat, Pack, Unpack, SplitV, Tile, PadV2 and Select. */
export const rearrangementGradients: readonly tf.GradConfig[] = [
  defineGradient(tf.Identity, [], (dy) => ({ x: () => passOn(dy) })),
  defineGradient<{ dtype: tf.DataType }, []>(tf.Cast, [], (dy, _saved, { dtype }) => ({
    // the other dtypes are steps
    x: () => (dtype === 'float32' || dtype === 'complex64' ? passOn(dy) : tf.fill(dy.shape, 0)),
  })),
  reshaped(tf.Reshape, 'x'),
  reshaped(tf.ExpandDims, 'input'),
  defineGradient<{ perm: number[] }, []>(tf.Transpose, [], (dy, _saved, { perm }) => ({
    x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm)),
  })),
  defineGradient<{ dims: number | number[] }, []>(tf.Reverse, [], (dy, _saved, { dims }) => ({
    x: () => tf.reverse(dy, tf.util.parseAxisParam(dims, dy.shape)),
  })),
  defineGradient(tf.FlipLeftRight, [], (dy) => ({ image: () => tf.reverse(dy, 2) })),
  defineGradient<{ begin: number | number[]; size: number | number[] }, ['x']>(
    tf.Slice,
    ['x'],
    (dy, [x], { begin, size }) => ({
      x: () => {
        const [begins] = tf.slice_util.parseSliceParams(x, begin, size);
        // one axis at a time: the pad of webgl does not compile for more than four
        const spread = (part: tf.Tensor): tf.Tensor =>
          x.shape.reduce((padded, total, axis) => {
            const isWhole = part.shape[axis] === total;
            return isWhole ? padded : unstride(padded, axis, total, begins?.[axis] ?? 0, 1);
          }, passOn(part));
        return byParts(spread, dy);
      },
    }),
  ),
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const [axis = 0] = tf.util.parseAxisParam(attributes['axis'] as number, saved[0]?.shape ?? []);
      let end = 0;
      const parts = saved.map(({ shape }) => {
        const begin = end;
        const size = shape[axis] ?? 0;
        end += size;
        return () => byParts((part) => sliceOf(part, axis, begin, size), dy as tf.Tensor);
      });
      return Object.fromEntries(parts.entries());
    },
  },
  {
    kernelName: tf.Pack,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const [axis = 0] = tf.util.parseAxisParam(attributes['axis'] as number, (dy as tf.Tensor).shape);
      const parts = saved.map((part, index) => (): tf.Tensor => {
        return byParts((ofAll) => tf.reshape(sliceOf(ofAll, axis, index, 1), part.shape), dy as tf.Tensor);
      });
      return Object.fromEntries(parts.entries());
    },
  },
  {
    kernelName: tf.Unpack,
    gradFunc: (dys, _saved, attributes) => ({
      value: () => tf.stack([dys].flat(), attributes['axis'] as number),
    }),
  },
  {
    kernelName: tf.SplitV,
    gradFunc: (dys, _saved, attributes) => ({
      x: () => tf.concat([dys].flat(), attributes['axis'] as number),
    }),
  },
  defineGradient<{ reps: number[] }, ['x']>(tf.Tile, ['x'], (dy, [x], { reps }) => ({
    x: () => sumTiles(dy, x, reps),
  })),
  defineGradient<{ paddings: [number, number][] }, ['x']>(tf.PadV2, ['x'], (dy, [x], { paddings }) => ({
    x: () =>
      tf.slice(
        dy,
        paddings.map(([before]) => before),
        x.shape,
      ),
  })),
  defineGradient(tf.Select, ['condition'], (dy, [condition]) => ({
    condition: () => tf.fill((condition as tf.Tensor).shape, 0),
    t: () => tf.mul(dy, asFloat(condition as tf.Tensor)),
    e: () => tf.mul(dy, asFloat(tf.logicalNot(condition as tf.Tensor))),
  })),
];
