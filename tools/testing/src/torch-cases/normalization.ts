/** Normalisations, by ops. */
import { groupNorm, layerNorm, rmsNorm } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { type CaseTensors, type LayerByOps, tensorOf } from './layer-case.js';

/** The learnt weights of a normalisation. */
function weightsOf(tensors: CaseTensors): { gamma: tf.Tensor; beta: tf.Tensor } {
  return { gamma: tensorOf(tensors, 'gamma'), beta: tensorOf(tensors, 'beta') };
}

/** The layers of this file, by the fixtures' names. */
export const normalizationLayers: { readonly [op: string]: LayerByOps } = {
  batch_norm: (tensors, { training, epsilon = 0, momentum = 0 }) => {
    const x = tensorOf(tensors, 'x');
    const { gamma, beta } = weightsOf(tensors);
    const [movingMean, movingVariance] = [tensorOf(tensors, 'moving_mean'), tensorOf(tensors, 'moving_variance')];
    const normalize = (mean: tf.Tensor, variance: tf.Tensor): tf.Tensor =>
      tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta as tf.Tensor1D, gamma as tf.Tensor1D, epsilon);
    if (!training) return { y: normalize(movingMean, movingVariance) };
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const { mean, variance } = tf.moments(x, axes);
    const follow = (moving: tf.Tensor, statistic: tf.Tensor): tf.Tensor =>
      tf.add(tf.mul(moving, momentum), tf.mul(statistic, 1 - momentum));
    return {
      y: normalize(mean, variance),
      state_moving_mean: follow(movingMean, mean),
      state_moving_variance: follow(movingVariance, variance),
    };
  },
  layer_norm: (tensors, { axes = [], epsilon = 0 }) => ({
    y: layerNorm(tensorOf(tensors, 'x'), { ...weightsOf(tensors), axis: axes, epsilon }),
  }),
  group_norm: (tensors, { groups = 0, epsilon = 0 }) => ({
    y: groupNorm(tensorOf(tensors, 'x'), { ...weightsOf(tensors), groups, epsilon }),
  }),
  instance_norm: (tensors, { epsilon = 0 }) => {
    const x = tensorOf(tensors, 'x');
    return { y: groupNorm(x, { ...weightsOf(tensors), groups: x.shape.at(-1) ?? 0, epsilon }) };
  },
  rms_norm: (tensors, { epsilon = 0 }) => ({
    y: rmsNorm(tensorOf(tensors, 'x'), { gamma: tensorOf(tensors, 'gamma'), epsilon }),
  }),
};
