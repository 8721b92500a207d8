/** How often each class was taken for each. */
import { formatShape, type PartialShape, segmentSum } from '@isograd/core';
import {
  add,
  argMax,
  cast,
  greaterEqual,
  less,
  logicalAnd,
  mul,
  notEqual,
  onesLike,
  reshape,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { alignWeight } from '../losses/loss.js';

import { metricOutput } from './metric-messages.js';
import { booleanOption, positiveInteger, wholeNumber } from '../option-checks.js';
import type { Metric, MetricBatch, MetricState } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** How classes are written in targets and predictions, with Keras's names. */
export interface ClassOptions {
  /** Whether targets are class numbers `[batch, ...]`, not one-hot rows. Default: true. */
  readonly sparseYTrue?: boolean;
  /** Whether predictions are class numbers, not scores of classes. */
  readonly sparseYPred?: boolean;
  /** A target that does not count. Default: none. */
  readonly ignoreClass?: number | null;
  /** The axis of classes where there is one. Default: the last. */
  readonly axis?: number;
}

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions extends MetricOptions, ClassOptions {
  /** Classes are numbers from 0 to this less 1. */
  readonly numClasses: number;
}

/** `ClassOptions`, checked, with the number of classes. */
export interface ClassSettings {
  readonly numClasses: number;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly ignoreClass: number | null;
  readonly axis: number;
}

/** Reads the options of metrics that stand on a confusion matrix. */
export function readClassOptions(
  where: string,
  numClasses: unknown,
  options: ClassOptions,
  defaults: { readonly sparseYTrue: boolean; readonly sparseYPred: boolean },
): ClassSettings {
  return {
    numClasses: positiveInteger(where, 'numClasses', numClasses),
    sparseYTrue: booleanOption(where, 'sparseYTrue', options.sparseYTrue ?? defaults.sparseYTrue),
    sparseYPred: booleanOption(where, 'sparseYPred', options.sparseYPred ?? defaults.sparseYPred),
    ignoreClass: (options.ignoreClass ?? null) === null ? null : wholeNumber(where, 'ignoreClass', options.ignoreClass),
    axis: wholeNumber(where, 'axis', options.axis ?? -1),
  };
}

/**
 * The state of a confusion matrix.
 *
 * @throws {ShapeError} METRIC_SHAPE
 */
export function matrixShapes(
  where: string,
  outputShape: PartialShape,
  { numClasses, sparseYPred, axis }: ClassSettings,
): { readonly matrix: readonly [number, number] } {
  const classes = sparseYPred ? numClasses : (outputShape.at(axis) ?? null);
  if (classes !== numClasses) {
    throw metricOutput(where, formatShape(outputShape), `${numClasses} scores along axis ${axis}`);
  }
  return { matrix: [numClasses, numClasses] };
}

/** The matrix after one more batch: what is no class, on either side, does not count. */
export function addToMatrix(
  state: MetricState,
  { yTrue, yPred, sampleWeight }: MetricBatch,
  { numClasses, sparseYTrue, sparseYPred, ignoreClass, axis }: ClassSettings,
): MetricState {
  const predicted = cast(sparseYPred ? yPred : argMax(yPred, axis), 'int32');
  const labels = reshape(cast(sparseYTrue ? yTrue : argMax(yTrue, axis), 'int32'), predicted.shape);
  const isClass = (numbers: Tensor): Tensor => logicalAnd(greaterEqual(numbers, 0), less(numbers, numClasses));
  const isValid = logicalAnd(isClass(labels), isClass(predicted));
  const isCounted = cast(
    ignoreClass === null ? isValid : logicalAnd(isValid, notEqual(labels, ignoreClass)),
    'float32',
  );
  const weight =
    sampleWeight === undefined
      ? isCounted
      : mul(isCounted, mul(onesLike(isCounted), alignWeight(sampleWeight, isCounted)));
  const cell = mul(add(mul(cast(labels, 'float32'), numClasses), cast(predicted, 'float32')), isCounted); // exact below 2^24
  const counts = segmentSum(reshape(weight, [-1]), {
    segmentIds: reshape(cast(cell, 'int32'), [-1]),
    numSegments: numClasses ** 2,
  });
  return { matrix: add(state['matrix'] as Tensor, reshape(counts, [numClasses, numClasses])) };
}

/**
 * Entry [i, j] is the weighted number of examples of class i that were taken for class j: float32
 * `[numClasses, numClasses]`. The prediction is the class with the largest score, unless `sparseYPred`. For
 * `streamMetric`; Keras has no such metric, scikit-learn's `confusion_matrix` is the same.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Metric {
  const name = metricName('confusionMatrix', options);
  const settings = readClassOptions(name, options.numClasses, options, { sparseYTrue: true, sparseYPred: false });
  return {
    name,
    className: 'ConfusionMatrix',
    config: { name, ...settings },
    resultRank: 2,
    stateShapes: (where, outputShape) => matrixShapes(where, outputShape, settings),
    update: (state, batch) => addToMatrix(state, batch, settings),
    result: ({ matrix }) => add(matrix as Tensor, 0),
  };
}
