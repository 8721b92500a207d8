/** Cross-entropies: binary, categorical, sparse categorical. */
import {
  formatShape,
  type NdArray,
  type PartialShape,
  shapesMatch,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import { badOption, labelOutOfRange, probabilityOutOfRange, targetShape } from '../messages.js';
import type { Loss } from './loss.js';
import { checkSameShape } from './regression.js';

/** Probabilities are kept this far from 0 and 1 before the logarithm (Keras's epsilon). */
const epsilon = 1e-7;

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the model gives logits; then softmax or sigmoid is part of the loss, which is exact for any size. Default: false. */
  readonly fromLogits?: boolean;
  /** Share of every target that is spread over all classes, in [0, 1). Default: 0. */
  readonly labelSmoothing?: number;
}

function checkSmoothing(where: string, labelSmoothing: number): void {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw badOption(where, 'labelSmoothing', labelSmoothing, 'a number from 0 up to, not including, 1');
  }
}

/** Logits of the class probabilities: their logarithms, after they are normalised to sum to 1, as Keras does. */
function logitsOf(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) return yPred;
  const normalised = tf.div(yPred, tf.sum(yPred, -1, true));
  return tf.log(tf.clipByValue(normalised, epsilon, 1 - epsilon));
}

function checkProbabilities(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  checkSameShape(where, yTrue, outputShape);
  const index = yTrue.data.findIndex((value) => !(value >= 0 && value <= 1));
  if (index < 0) return;
  const perExample = yTrue.size / (yTrue.shape[0] ?? 1);
  throw probabilityOutOfRange(where, yTrue.data[index] ?? Number.NaN, Math.floor(index / perExample));
}

/**
 * Cross-entropy for targets that are probabilities (one-hot rows): -Σ yTrue log(p) over the classes.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const { fromLogits = false, labelSmoothing = 0 } = options;
  checkSmoothing('categoricalCrossentropy', labelSmoothing);
  return {
    name: 'categoricalCrossentropy',
    config: { fromLogits, labelSmoothing },
    perExample: (yTrue, yPred) => {
      const classes = yPred.shape.at(-1) ?? 1;
      const targets =
        labelSmoothing === 0 ? yTrue : tf.add(tf.mul(yTrue, 1 - labelSmoothing), labelSmoothing / classes);
      return softmaxCrossEntropy(targets, logitsOf(yPred, fromLogits));
    },
    checkTargets: checkProbabilities,
  };
}

/** Options of the sparse cross-entropy. */
export interface SparseCrossentropyOptions {
  /** Whether the model gives logits. Default: false. */
  readonly fromLogits?: boolean;
  /** A label whose examples count neither in the sum nor in the average. Default: none. */
  readonly ignoreClass?: number;
}

/**
 * Cross-entropy for targets that are class numbers, int32 `[batch, ...]` or `[batch, ..., 1]`: -log(p[label]).
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyOptions = {}): Loss {
  const { fromLogits = false, ignoreClass } = options;
  const loss: Loss = {
    name: 'sparseCategoricalCrossentropy',
    config: { fromLogits, ...(ignoreClass === undefined ? {} : { ignoreClass }) },
    perExample: (yTrue, yPred) => {
      const labels = tf.reshape(yTrue, yPred.shape.slice(0, -1));
      const ignored = ignoreClass === undefined ? {} : { ignoreIndex: ignoreClass };
      return sparseSoftmaxCrossEntropy(labels, logitsOf(yPred, fromLogits), ignored);
    },
    checkTargets: (where, yTrue, outputShape) => checkLabels(where, yTrue, outputShape, ignoreClass),
  };
  if (ignoreClass === undefined) return loss;
  return { ...loss, isCounted: (yTrue) => tf.cast(tf.notEqual(yTrue, ignoreClass), 'float32') };
}

function checkLabels(where: string, yTrue: NdArray, outputShape: PartialShape, ignoreClass: number | undefined): void {
  const leading = outputShape.slice(0, -1);
  if (!shapesMatch(yTrue.shape, leading) && !shapesMatch(yTrue.shape, [...leading, 1])) {
    throw targetShape(
      where,
      yTrue.shape,
      `${formatShape(leading)} (class numbers for an output of ${formatShape(outputShape)})`,
      'pass one integer an example, or use categoricalCrossentropy for one-hot rows.',
    );
  }
  const classes = outputShape.at(-1) ?? 0;
  const perExample = yTrue.size / (yTrue.shape[0] ?? 1);
  const index = yTrue.data.findIndex(
    (label) => label !== ignoreClass && !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (index >= 0) {
    throw labelOutOfRange(where, yTrue.data[index] ?? Number.NaN, Math.floor(index / perExample), classes);
  }
}

/**
 * Cross-entropy for targets that are yes or no, each output by itself: -y log(p) - (1 - y) log(1 - p), averaged
 * over the last axis. From logits z it is y softplus(-z) + (1 - y) softplus(z).
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  const { fromLogits = false, labelSmoothing = 0 } = options;
  checkSmoothing('binaryCrossentropy', labelSmoothing);
  return {
    name: 'binaryCrossentropy',
    config: { fromLogits, labelSmoothing },
    perExample: (yTrue, yPred) => {
      const targets = labelSmoothing === 0 ? yTrue : tf.add(tf.mul(yTrue, 1 - labelSmoothing), labelSmoothing / 2);
      if (fromLogits) return tf.mean(sigmoidCrossEntropy(targets, yPred), -1);
      const p = tf.clipByValue(yPred, epsilon, 1 - epsilon);
      const hit = tf.mul(targets, tf.log(p));
      const miss = tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, p)));
      return tf.mean(tf.neg(tf.add(hit, miss)), -1);
    },
    checkTargets: checkProbabilities,
  };
}
