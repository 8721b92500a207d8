/** Pooling and upsampling, by ops. */
import * as tf from '@tensorflow/tfjs-core';
import { type LayerByOps, type LayerCaseConfig, tensorOf } from './layer-case.js';

/** Pools `[batch, height, width, channels]`, of height 1 where the case has one spatial axis. */
function pool2d(x: tf.Tensor, { mode, pool_size = [], strides = [], padding }: LayerCaseConfig): tf.Tensor {
  const pool = mode === 'max' ? tf.maxPool : tf.avgPool;
  const [size, steps] = [[1, ...pool_size].slice(-2), [1, ...strides].slice(-2)] as [number, number][];
  return pool(x as tf.Tensor4D, size as [number, number], steps as [number, number], padding as 'same');
}

function pool3d(x: tf.Tensor, { mode, pool_size, strides, padding }: LayerCaseConfig): tf.Tensor {
  const pool = mode === 'max' ? tf.maxPool3d : tf.avgPool3d;
  const [size, steps] = [pool_size, strides] as [number, number, number][];
  return pool(x as tf.Tensor5D, size as [number, number, number], steps as [number, number, number], padding as 'same');
}

/** The layers of this file, by the fixtures' names. */
export const poolingLayers: { readonly [op: string]: LayerByOps } = {
  pool: (tensors, config) => {
    const x = tensorOf(tensors, 'x');
    if (config.rank === 1) return { y: tf.squeeze(pool2d(tf.expandDims(x, 1), config), [1]) };
    return { y: config.rank === 2 ? pool2d(x, config) : pool3d(x, config) };
  },
  global_pool: (tensors, { mode, keepdims }) => {
    const x = tensorOf(tensors, 'x');
    const axes = Array.from({ length: x.rank - 2 }, (_, axis) => axis + 1);
    return { y: (mode === 'max' ? tf.max : tf.mean)(x, axes, keepdims) };
  },
  upsample2d: (tensors, { size = [1, 1], interpolation }) => {
    const x = tensorOf(tensors, 'x') as tf.Tensor4D;
    const shape: [number, number] = [x.shape[1] * size[0], x.shape[2] * size[1]];
    const resize = interpolation === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
    return { y: resize(x, shape, false, true) };
  },
};
