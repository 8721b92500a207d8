/** Gradients of table look-ups, and of the sums that are their transposes. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.js';
import { withAxis } from './axis.js';
import { defineGradient, passOn } from './gradient.js';

interface GatherAttributes {
  readonly axis: number;
  readonly batchDims: number;
}

interface TopKAttributes {
  readonly k: number;
  readonly sorted: boolean;
}

/** The gradient of positions, which are constant in steps. */
const zerosFor = (indices: tf.Tensor) => (): tf.Tensor => tf.fill(indices.shape, 0);

/** Where row r of `indices` means the r-th run of `stride` positions, the positions in all of them. */
function inRuns(indices: tf.Tensor, rows: number, stride: number): tf.Tensor1D {
  const flat = tf.reshape(indices, [rows, indices.size / rows]);
  if (rows <= 1) return tf.reshape(flat, [indices.size]);
  const starts = tf.reshape(tf.range(0, rows * stride, stride, 'int32'), [rows, 1]);
  return tf.reshape(tf.add(flat, starts), [indices.size]);
}

/** Adds each slice of `dy` to the slice of x that it was read from. */
function scatterBack(dy: tf.Tensor, x: tf.Tensor, indices: tf.Tensor, axis: number, batchDims: number): tf.Tensor {
  if (dy.size === 0) return tf.zeros(x.shape);
  const batch = sizeOf(x.shape.slice(0, batchDims));
  const outer = sizeOf(x.shape.slice(batchDims, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const rows = x.shape[axis] ?? 0;
  const count = indices.size / batch;
  const flat = tf.reshape(dy, [batch, outer, count, inner]);
  const byIndex = tf.reshape(tf.transpose(flat, [0, 2, 1, 3]), [batch * count, outer, inner]);
  const sums = tf.unsortedSegmentSum(byIndex, inRuns(indices, batch, rows), batch * rows);
  const byBatch = tf.reshape(sums, [batch, rows, outer, inner]);
  return tf.reshape(tf.transpose(byBatch, [0, 2, 1, 3]), x.shape);
}

/** Adds the gradient of each of the k largest to the element that it is. */
function scatterTop(dy: tf.Tensor, x: tf.Tensor, { k, sorted }: TopKAttributes): tf.Tensor {
  if (dy.size === 0) return tf.zeros(x.shape);
  const { indices } = tf.topk(x, k, sorted);
  const columns = x.shape[x.rank - 1] ?? 1;
  const ids = inRuns(indices, x.size / columns, columns);
  return tf.reshape(tf.unsortedSegmentSum(tf.reshape(dy, [dy.size]), ids, x.size), x.shape);
}

/** The diagonal of a tensor whose shape is `shape` twice. */
function diagonal(x: tf.Tensor, shape: number[]): tf.Tensor {
  const size = sizeOf(shape);
  const padded = tf.pad(tf.reshape(x, [size * size]), [[0, size]]);
  const byStride = tf.reshape(padded, [size, size + 1]); // the diagonal is every (size + 1)-th element
  return tf.reshape(tf.slice(byStride, [0, 0], [size, 1]), shape);
}

/** Entries of GatherV2, UnsortedSegmentSum, GatherNd, ScatterNd, TensorScatterUpdate, SparseToDense, SparseFillEmptyRows, Unique, TopK and Diag. */
export const gatherGradients: readonly tf.GradConfig[] = [
  defineGradient<GatherAttributes, ['x', 'indices']>(
    tf.GatherV2,
    ['x', 'indices'],
    (dy, [x, indices], { axis, batchDims }) => {
      const [axisFromStart = 0] = tf.util.parseAxisParam(axis, x.shape);
      const shared = batchDims < 0 ? batchDims + indices.rank : batchDims;
      return { x: () => scatterBack(dy, x, indices, axisFromStart, shared), indices: zerosFor(indices) };
    },
  ),
  defineGradient(tf.UnsortedSegmentSum, ['segmentIds'], (dy, [segmentIds]) => ({
    x: () => {
      const ids = segmentIds as tf.Tensor1D;
      const nearest = tf.clipByValue(ids, 0, (dy.shape[0] ?? 1) - 1);
      const isInRange = tf.cast(tf.equal(ids, nearest), 'float32'); // other rows were dropped
      const rows = tf.gather(dy, nearest);
      return tf.mul(rows, tf.reshape(isInRange, [ids.size, ...rows.shape.slice(1).map(() => 1)]));
    },
    segmentIds: zerosFor(segmentIds),
  })),
  defineGradient<object, ['params', 'indices']>(tf.GatherNd, ['params', 'indices'], (dy, [params, indices]) => ({
    params: () => tf.scatterND(indices, dy, params.shape),
    indices: zerosFor(indices),
  })),
  defineGradient<object, ['indices']>(tf.ScatterNd, ['indices'], (dy, [indices]) => ({
    updates: () => tf.gatherND(dy, indices),
    indices: zerosFor(indices),
  })),
  // The kernel itself would serve for the gradient of `tensor`, but on cpu it overwrites its input.
  defineGradient<object, ['indices', 'updates']>(
    tf.TensorScatterUpdate,
    ['indices', 'updates'],
    (dy, [indices, updates]) => ({
      tensor: () => {
        const writes = tf.scatterND(indices, tf.fill(updates.shape, 1), dy.shape);
        const flat = tf.reshape(dy, [dy.size]); // the select of webgl takes four axes at most
        const kept = tf.where(tf.greater(tf.reshape(writes, [dy.size]), 0), tf.zerosLike(flat), flat);
        return tf.reshape(kept, dy.shape);
      },
      updates: () => tf.gatherND(dy, indices),
      indices: zerosFor(indices),
    }),
  ),
  defineGradient<object, ['sparseIndices', 'sparseValues']>(
    tf.SparseToDense,
    ['sparseIndices', 'sparseValues'],
    (dy, [sparseIndices, sparseValues]) => {
      const count = sparseIndices.rank === 0 ? 1 : (sparseIndices.shape[0] ?? 0);
      const positions = tf.reshape(sparseIndices, [count, dy.rank]);
      const picked = (): tf.Tensor => tf.gatherND(dy, positions);
      return {
        sparseIndices: zerosFor(sparseIndices),
        sparseValues: () => tf.reshape(sparseValues.rank === 0 ? tf.sum(picked()) : picked(), sparseValues.shape),
        defaultValue: () => tf.sub(tf.sum(dy), tf.sum(picked())), // no position may occur twice
      };
    },
  ),
  {
    kernelName: tf.SparseFillEmptyRows,
    inputsToSave: ['indices', 'values', 'denseShape'],
    outputsToSave: [false, false, false, true], // where each value went, which is constant
    gradFunc: (dys, saved) => {
      const [, dValues] = dys as [tf.Tensor, tf.Tensor];
      const [indices, values, denseShape, places] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor1D];
      const kept = (): tf.Tensor => (values.size === 0 ? tf.fill([0], 0) : tf.gather(dValues, places));
      return {
        indices: zerosFor(indices),
        values: kept,
        denseShape: zerosFor(denseShape),
        defaultValue: () => tf.sub(tf.sum(dValues), tf.sum(kept())),
      };
    },
  },
  {
    kernelName: tf.Unique,
    inputsToSave: ['x'],
    outputsToSave: [false, true], // which of the results each element equals, which is constant
    gradFunc: (dys, saved, attributes) => ({
      x: () => {
        const [dValues] = dys as [tf.Tensor, tf.Tensor];
        const [x, ids] = saved as [tf.Tensor, tf.Tensor1D];
        const [axis = 0] = tf.util.parseAxisParam((attributes['axis'] as number | null) ?? 0, x.shape);
        const count = dValues.shape[axis] ?? 0;
        const equals = tf.unsortedSegmentSum(tf.fill([ids.size], 1) as tf.Tensor1D, ids, count);
        const perElement = tf.reshape(
          equals,
          withAxis(
            x.shape.map(() => 1),
            axis,
            count,
          ),
        );
        return tf.gather(tf.div(dValues, perElement), ids, axis); // equal elements share the gradient
      },
    }),
  },
  {
    kernelName: tf.TopK,
    inputsToSave: ['x'],
    gradFunc: (dys, [x], attributes) => ({
      x: () => scatterTop((dys as tf.Tensor[])[0] as tf.Tensor, x as tf.Tensor, attributes as object as TopKAttributes),
    }),
  },
  defineGradient<object, ['x']>(tf.Diag, ['x'], (dy, [x]) => ({
    x: () => (x.size === 0 ? passOn(x) : diagonal(dy, x.shape)),
  })),
];
