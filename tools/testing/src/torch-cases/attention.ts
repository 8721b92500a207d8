/** Attention layers, by ops. */
import { dotProductAttention, layerNorm } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { activationByOps } from './activations.js';
import { denseByOps } from './dense.js';
import { type CaseTensors, type LayerByOps, tensorOf } from './layer-case.js';

/** Multi-head attention from projections to projections. */
function multiHeadAttention(
  tensors: CaseTensors,
  { query, value, isCausal }: { query: tf.Tensor; value: tf.Tensor; isCausal: boolean },
): tf.Tensor {
  const project = (x: tf.Tensor, name: string): tf.Tensor => {
    const kernel = tensorOf(tensors, `${name}_kernel`); // [features, heads, headDim]
    const [features = 0, heads = 0, headDim = 0] = kernel.shape;
    const bias = tf.reshape(tensorOf(tensors, `${name}_bias`), [-1]);
    const flat = denseByOps(x, tf.reshape(kernel, [features, heads * headDim]), bias);
    return tf.reshape(flat, [...x.shape.slice(0, 2), heads, headDim]); // [batch, time, heads, headDim]
  };
  const lengths = tensors['key_lengths'];
  const keys = tf.range(0, value.shape[1] ?? 0, 1, 'int32');
  const mask = lengths && tf.less(keys, tf.reshape(lengths, [-1, 1, 1, 1])); // [batch, 1, 1, keyTime]
  const heads = dotProductAttention(
    { query: project(query, 'query'), key: project(value, 'key'), value: project(value, 'value') },
    { isCausal, ...(mask === undefined ? {} : { mask }) },
  );
  const kernel = tensorOf(tensors, 'output_kernel'); // [heads, headDim, features]
  const [count = 0, headDim = 0, features = 0] = kernel.shape;
  const merged = tf.reshape(heads, [...query.shape.slice(0, 2), count * headDim]);
  return denseByOps(merged, tf.reshape(kernel, [count * headDim, features]), tensorOf(tensors, 'output_bias'));
}

/** The layers of this file, by the fixtures' names. */
export const attentionLayers: { readonly [op: string]: LayerByOps } = {
  multi_head_attention: (tensors, { causal = false }) => {
    const query = tensorOf(tensors, 'query');
    return { y: multiHeadAttention(tensors, { query, value: tensors['value'] ?? query, isCausal: causal }) };
  },
  transformer_encoder_block: (tensors, { epsilon = 0, causal = false }) => {
    const x = tensorOf(tensors, 'x');
    const normalize = (at: tf.Tensor, name: string): tf.Tensor =>
      layerNorm(at, { gamma: tensorOf(tensors, `${name}_gamma`), beta: tensorOf(tensors, `${name}_beta`), epsilon });
    const dense = (at: tf.Tensor, name: string): tf.Tensor =>
      denseByOps(at, tensorOf(tensors, `${name}_kernel`), tensorOf(tensors, `${name}_bias`));
    const normal = normalize(x, 'ln1');
    const attended = tf.add(x, multiHeadAttention(tensors, { query: normal, value: normal, isCausal: causal }));
    const hidden = activationByOps('gelu_exact')(dense(normalize(attended, 'ln2'), 'ff1'));
    return { y: tf.add(attended, dense(hidden, 'ff2')) };
  },
};
