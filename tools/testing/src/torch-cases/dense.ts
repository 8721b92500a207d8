/** Dense and embedding layers, by ops. */
import * as tf from '@tensorflow/tfjs-core';
import { activationByOps } from './activations.js';
import { type CaseTensors, type LayerByOps, tensorOf } from './layer-case.js';

/** The last axis of `x` times a matrix, plus a bias. */
export function denseByOps(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const [inputs = 0, units = 0] = kernel.shape;
  const product = tf.matMul(tf.reshape(x, [-1, inputs]), kernel as tf.Tensor2D);
  const y = tf.reshape(product, [...x.shape.slice(0, -1), units]);
  return bias === undefined ? y : tf.add(y, bias);
}

/** `y` plus the bias of a case that has one. */
export function withBias(y: tf.Tensor, { bias }: CaseTensors): tf.Tensor {
  return bias === undefined ? y : tf.add(y, bias);
}

/** The layers of this file, by the fixtures' names. */
export const denseLayers: { readonly [op: string]: LayerByOps } = {
  dense: (tensors, { activation = 'linear' }) => ({
    y: activationByOps(activation)(denseByOps(tensorOf(tensors, 'x'), tensorOf(tensors, 'kernel'), tensors['bias'])),
  }),
  embedding: (tensors) => ({ y: tf.gather(tensorOf(tensors, 'embeddings'), tensorOf(tensors, 'ids')) }),
};
