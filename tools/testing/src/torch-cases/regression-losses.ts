/** Losses between numbers or directions, by ops. */
import * as tf from '@tensorflow/tfjs-core';
import { type CaseTensors, tensorOf } from './layer-case.js';
import type { LossByOps } from './loss-case.js';

const { abs, add, maximum, mean, minimum, mul, neg, square, sub, sum } = tf;

/** Prediction and target. */
export function pairOf(inputs: CaseTensors): [yPred: tf.Tensor, yTrue: tf.Tensor] {
  return [tensorOf(inputs, 'y_pred'), tensorOf(inputs, 'y_true')];
}

function errorOf(inputs: CaseTensors): tf.Tensor {
  const [yPred, yTrue] = pairOf(inputs);
  return sub(yPred, yTrue);
}

function unit(x: tf.Tensor): tf.Tensor {
  return tf.div(x, tf.sqrt(sum(square(x), -1, true)));
}

/** The losses of this file, by the fixtures' names. */
export const regressionLosses: { readonly [op: string]: LossByOps } = {
  mse: (inputs) => mean(square(errorOf(inputs)), -1),
  mae: (inputs) => mean(abs(errorOf(inputs)), -1),
  huber: (inputs, { delta = 1 }) => {
    const error = abs(errorOf(inputs));
    const quadratic = minimum(error, delta);
    return mean(add(mul(square(quadratic), 0.5), mul(sub(error, quadratic), delta)), -1);
  },
  // log cosh e = e + log(1 + exp(-2 e)) - log 2, which does not overflow
  log_cosh: (inputs) => {
    const error = errorOf(inputs);
    return mean(sub(add(error, tf.softplus(mul(error, -2))), Math.LN2), -1);
  },
  cosine: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    return neg(sum(mul(unit(yPred), unit(yTrue)), -1));
  },
  poisson: (inputs) => {
    const [yPred, yTrue] = pairOf(inputs);
    return mean(sub(yPred, mul(yTrue, tf.log(yPred))), -1);
  },
  // of squared distances, as in Schroff et al., "FaceNet" (2015)
  triplet: (inputs, { margin = 1 }) => {
    const anchor = tensorOf(inputs, 'anchor');
    const distance = (other: string): tf.Tensor => sum(square(sub(anchor, tensorOf(inputs, other))), -1);
    return maximum(add(sub(distance('positive'), distance('negative')), margin), 0);
  },
};
