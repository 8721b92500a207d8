/** Losses between classes or distributions, by ops. */
import { ctcLoss, sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { tensorOf } from './layer-case.js';
import type { LossByOps } from './loss-case.js';
import { pairOf } from './regression-losses.js';

const { add, div, log, maximum, mean, mul, neg, sub, sum } = tf;

function smooth(yTrue: tf.Tensor, share: number, classes: number): tf.Tensor {
  return add(mul(yTrue, 1 - share), share / classes);
}

/** The losses of this file, by the fixtures' names. */
export const classificationLosses: { readonly [op: string]: LossByOps } = {
  bce_logits: (inputs, { label_smoothing = 0 }) => {
    const [yPred, yTrue] = pairOf(inputs);
    return mean(sigmoidCrossEntropy(smooth(yTrue, label_smoothing, 2), yPred), -1);
  },
  categorical_ce_logits: (inputs, { label_smoothing = 0 }) => {
    const [yPred, yTrue] = pairOf(inputs);
    return softmaxCrossEntropy(smooth(yTrue, label_smoothing, yPred.shape.at(-1) ?? 1), yPred);
  },
  sparse_ce_logits: (inputs, { ignore_index }) => {
    const [yPred, yTrue] = pairOf(inputs);
    return sparseSoftmaxCrossEntropy(yTrue, yPred, ignore_index === undefined ? {} : { ignoreIndex: ignore_index });
  },
  kl: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    return sum(mul(yTrue, log(div(yTrue, yPred))), -1);
  },
  hinge: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    return mean(maximum(sub(1, mul(yTrue, yPred)), 0), -1);
  },
  squared_hinge: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    return mean(tf.square(maximum(sub(1, mul(yTrue, yPred)), 0)), -1);
  },
  // the best of the wrong classes; Keras takes the maximum of (1 - yTrue) yPred, which is never below 0
  categorical_hinge: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    const right = sum(mul(yTrue, yPred), -1);
    const bestOfOthers = tf.max(tf.where(tf.equal(yTrue, 1), Number.NEGATIVE_INFINITY, yPred), -1);
    return maximum(add(sub(bestOfOthers, right), 1), 0);
  },
  // Lin et al., "Focal Loss for Dense Object Detection" (2017): -α_t (1 - p_t)^γ log p_t
  focal_binary_logits: (inputs, { alpha = null, gamma = 0 }) => {
    const [yPred, yTrue] = pairOf(inputs);
    const loss = sigmoidCrossEntropy(yTrue, yPred);
    const focal = mul(tf.pow(sub(1, tf.exp(neg(loss))), gamma), loss);
    const weight = alpha === null ? 1 : add(mul(yTrue, alpha), mul(sub(1, yTrue), 1 - alpha));
    return mean(mul(focal, weight), -1);
  },
  // 1 - (2 Σ y p + s) / (Σ y + Σ p + s), for each example (Milletari et al., "V-Net", 2016)
  dice: (inputs, { smooth: extra = 0 }) => {
    const [yPred, yTrue] = pairOf(inputs).map((y) => tf.reshape(y, [y.shape[0] ?? 0, -1])) as [tf.Tensor, tf.Tensor];
    const overlap = add(mul(sum(mul(yPred, yTrue), 1), 2), extra);
    return sub(1, div(overlap, add(add(sum(yPred, 1), sum(yTrue, 1)), extra)));
  },
  ctc: (inputs) =>
    ctcLoss(tensorOf(inputs, 'labels'), tensorOf(inputs, 'logits'), {
      labelLengths: tensorOf(inputs, 'label_lengths'),
      logitLengths: tensorOf(inputs, 'logit_lengths'),
    }),
};
