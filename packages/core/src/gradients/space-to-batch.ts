/** Gradients of kernels that move blocks of space into the batch or the channels: each has its inverse. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient } from './gradient.js';

interface DepthToSpaceAttributes {
  readonly blockSize: number;
  readonly dataFormat: 'NHWC' | 'NCHW';
}

/** Moves each block of `blockSize` by `blockSize` pixels into the channels of one pixel. */
function spaceToDepth(x: tf.Tensor, { blockSize, dataFormat }: DepthToSpaceAttributes): tf.Tensor {
  if (dataFormat === 'NCHW') {
    const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
    const [rows, columns] = [height / blockSize, width / blockSize];
    const blocks = tf.reshape(x, [batch, channels, rows, blockSize, columns, blockSize]);
    const moved = tf.transpose(blocks, [0, 3, 5, 1, 2, 4]); // [batch, block, block, channels, rows, columns]
    return tf.reshape(moved, [batch, channels * blockSize ** 2, rows, columns]);
  }
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const [rows, columns] = [height / blockSize, width / blockSize];
  const blocks = tf.reshape(x, [batch, rows, blockSize, columns, blockSize, channels]);
  const moved = tf.transpose(blocks, [0, 1, 3, 2, 4, 5]); // [batch, rows, columns, block, block, channels]
  return tf.reshape(moved, [batch, rows, columns, channels * blockSize ** 2]);
}

/** Entries of SpaceToBatchND, BatchToSpaceND and DepthToSpace. */
export const spaceToBatchGradients: readonly tf.GradConfig[] = [
  defineGradient<{ blockShape: number[]; paddings: number[][] }, []>(
    tf.SpaceToBatchND,
    [],
    (dy, _saved, { blockShape, paddings }) => ({ x: () => tf.batchToSpaceND(dy, blockShape, paddings) }),
  ),
  defineGradient<{ blockShape: number[]; crops: number[][] }, []>(
    tf.BatchToSpaceND,
    [],
    (dy, _saved, { blockShape, crops }) => ({ x: () => tf.spaceToBatchND(dy, blockShape, crops) }),
  ),
  defineGradient<DepthToSpaceAttributes, []>(tf.DepthToSpace, [], (dy, _saved, attributes) => ({
    x: () => spaceToDepth(dy, attributes),
  })),
];
