/** Cross-entropies: binary, categorical, sparse categorical. */
import { sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from '@isograd/core';
import {
  add,
  clipByValue,
  div,
  log,
  mean,
  mul,
  neg,
  notEqual,
  reshape,
  sub,
  sum,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { booleanOption, fraction, wholeNumber } from '../option-checks.js';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkLabels, checkProbabilities, classAxis } from './target-checks.js';

/** Options of the cross-entropies, with Keras's names. */
export interface CrossentropyOptions extends LossOptions {
  /**
   * Whether the model gives logits; then softmax or sigmoid is part of the loss, which is exact for any size. Default:
   * false.
   */
  readonly fromLogits?: boolean;
  /** Share of every target that is spread over all classes, in [0, 1). Default: 0. */
  readonly labelSmoothing?: number;
  /** The axis of classes, or, for yes or no, that over which is averaged. Default: the last. */
  readonly axis?: number;
}

/** Options of the sparse cross-entropy, with Keras's names. */
export interface SparseCrossentropyOptions extends LossOptions {
  /** Whether the model gives logits. Default: false. */
  readonly fromLogits?: boolean;
  /** A label whose examples count neither in the sum nor in the average. Default: none, which `null` says too. */
  readonly ignoreClass?: number | null;
  /** The axis of classes. Default: the last. */
  readonly axis?: number;
}

/** The options of `CrossentropyOptions`, checked. */
export function readCrossentropyOptions(
  where: string,
  options: CrossentropyOptions,
): { readonly fromLogits: boolean; readonly labelSmoothing: number; readonly axis: number } {
  return {
    fromLogits: booleanOption(where, 'fromLogits', options.fromLogits ?? false),
    labelSmoothing: fraction(where, 'labelSmoothing', options.labelSmoothing ?? 0),
    axis: wholeNumber(where, 'axis', options.axis ?? -1),
  };
}

/** Targets moved towards all of `classes` being alike: y (1 - s) + s / classes. */
export function smoothTargets(yTrue: Tensor, labelSmoothing: number, classes: number): Tensor {
  return labelSmoothing === 0 ? yTrue : add(mul(yTrue, 1 - labelSmoothing), labelSmoothing / classes);
}

/** Class probabilities, normalised to sum to 1 and kept away from 0 and 1, as Keras does. */
export function normalizeProbabilities(yPred: Tensor, axis: number): Tensor {
  return clipByValue(div(yPred, sum(yPred, axis, true)), epsilon, 1 - epsilon);
}

/**
 * -y log(p) - (1 - y) log(1 - p) of each element.
 *
 * @param fromLogits - Whether `yPred` are logits z; then it is y softplus(-z) + (1 - y) softplus(z).
 */
export function elementwiseCrossentropy(yTrue: Tensor, yPred: Tensor, fromLogits: boolean): Tensor {
  if (fromLogits) return sigmoidCrossEntropy(yTrue, yPred);
  const p = clipByValue(yPred, epsilon, 1 - epsilon);
  const hit = mul(yTrue, log(p));
  const miss = mul(sub(1, yTrue), log(sub(1, p)));
  return neg(add(hit, miss));
}

/**
 * Cross-entropy for targets that are probabilities (one-hot rows): -Σ yTrue log(p) over the classes.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const name = 'categoricalCrossentropy';
  const config = readCrossentropyOptions(name, options);
  const { fromLogits, labelSmoothing } = config;
  return makeLoss(
    {
      name,
      className: 'CategoricalCrossentropy',
      config,
      perExample: (yTrue, yPred) => {
        const axis = classAxis(name, config.axis, yPred.shape);
        const targets = smoothTargets(yTrue, labelSmoothing, yPred.shape[axis] ?? 1);
        if (fromLogits) return softmaxCrossEntropy(targets, yPred, { axis });
        return neg(sum(mul(targets, log(normalizeProbabilities(yPred, axis))), axis));
      },
      checkTargets: (where, yTrue, outputShape) => {
        classAxis(where, config.axis, outputShape);
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}

/**
 * Cross-entropy for targets that are class numbers, int32 `[batch, ...]` or `[batch, ..., 1]`: -log(p[label]).
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyOptions = {}): Loss {
  const name = 'sparseCategoricalCrossentropy';
  const { fromLogits, axis } = readCrossentropyOptions(name, options);
  const ignoreClass =
    (options.ignoreClass ?? null) === null ? undefined : wholeNumber(name, 'ignoreClass', options.ignoreClass);
  return makeLoss(
    {
      name,
      className: 'SparseCategoricalCrossentropy',
      config: { fromLogits, axis, ...(ignoreClass === undefined ? {} : { ignoreClass }) },
      perExample: (yTrue, yPred) => {
        const scores = classesLast(yPred, classAxis(name, axis, yPred.shape)); // [batch, ..., classes]
        const labels = reshape(yTrue, scores.shape.slice(0, -1));
        const ignored = ignoreClass === undefined ? {} : { ignoreIndex: ignoreClass };
        const logits = fromLogits ? scores : log(normalizeProbabilities(scores, -1));
        return sparseSoftmaxCrossEntropy(labels, logits, ignored);
      },
      checkTargets: (where, yTrue, outputShape) => checkLabels(where, yTrue, outputShape, { axis, ignoreClass }),
      ...(ignoreClass === undefined ? {} : { isCounted: (yTrue: Tensor) => notEqual(yTrue, ignoreClass) }),
    },
    options,
  );
}

function classesLast(yPred: Tensor, axis: number): Tensor {
  if (axis === yPred.rank - 1) return yPred;
  const others = yPred.shape.map((_, index) => index).filter((index) => index !== axis);
  return transpose(yPred, [...others, axis]);
}

/**
 * Cross-entropy for targets that are yes or no, each output by itself: -y log(p) - (1 - y) log(1 - p), averaged
 * over an axis. From logits z it is y softplus(-z) + (1 - y) softplus(z).
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  const name = 'binaryCrossentropy';
  const config = readCrossentropyOptions(name, options);
  const { fromLogits, labelSmoothing } = config;
  return makeLoss(
    {
      name,
      className: 'BinaryCrossentropy',
      config,
      perExample: (yTrue, yPred) => {
        const axis = classAxis(name, config.axis, yPred.shape);
        return mean(elementwiseCrossentropy(smoothTargets(yTrue, labelSmoothing, 2), yPred, fromLogits), axis);
      },
      checkTargets: (where, yTrue, outputShape) => {
        classAxis(where, config.axis, outputShape);
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}
