/** Logarithm of the softmax. */
import { exp, log, max, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { stopGradient } from '../stop-gradient.js';

/**
 * The logarithm of the softmax along one axis.
 *
 * log softmax(x) = x - m - log Σ exp(x - m), m = max x: finite for every finite `x`.
 *
 * tf.logSoftmax has a wrong second derivative (it saves its output); this one is right to every order.
 *
 * @param logits - float32, rank at least 1.
 * @param axis - The axis of classes. Default: the last.
 * @returns float32, the shape of `logits`.
 */
export function logSoftmax(logits: Tensor, axis = -1): Tensor {
  return tidy(() => {
    const shifted = sub(logits, stopGradient(max(logits, axis, true)));
    return sub(shifted, log(sum(exp(shifted), axis, true)));
  });
}
