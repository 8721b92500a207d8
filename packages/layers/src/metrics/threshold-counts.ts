/**
 * How much is predicted above each of some thresholds, of what is true and of what is false.
 *
 * What is counted are elements of the output, each with the weight of its example. Thresholds that divide [0, 1] evenly
 * take buckets: each element is added to one, and a running sum from above gives the counts, so that the cost does not
 * grow with the number of thresholds. Others are compared one by one.
 */
import { formatShape, type PartialShape, type Shape, segmentSum } from '@isograd/core';
import {
  add,
  cast,
  ceil,
  clipByValue,
  cumsum,
  greater,
  matMul,
  maximum,
  mul,
  notEqual,
  oneHot,
  onesLike,
  range,
  reshape,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  topk,
  transpose,
} from '@tensorflow/tfjs-core';
import { alignTargets, alignWeight } from '../losses/loss.js';
import { metricOutput } from './metric-messages.js';

import type { MetricBatch, MetricState } from './metric.js';

/** Which elements are counted, and where they are cut. */
export interface ThresholdCounts {
  /** In ascending order; `below` and `above` everything are meant by numbers outside of [0, 1]. */
  readonly thresholds: readonly number[];
  /** Only the k largest of the last axis are predicted. Default: all. */
  readonly topK?: number | undefined;
  /** Only this element of the last axis counts. Default: all. */
  readonly classId?: number | undefined;
  /** Whether every element of the last axis has counts of its own. Default: false. */
  readonly multiLabel?: boolean;
  /** A factor for each element of the last axis. Default: 1. */
  readonly labelWeights?: readonly number[] | undefined;
}

/** Below every prediction: what is not among the k largest, and the threshold that goes with it. */
export const belowAll = -1e10;

/** Parts of the state, `[labels, thresholds]` each; `labels` is 1 unless each has counts of its own. */
export interface ConfusionCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly trueNegatives: Tensor;
  readonly falseNegatives: Tensor;
}

/**
 * Shapes of the state: `above`, and `all`, of the true and of the false.
 *
 * @throws {ShapeError} METRIC_SHAPE
 */
export function countShapes(
  where: string,
  outputShape: PartialShape,
  counts: ThresholdCounts,
): { readonly above: Shape; readonly all: Shape } {
  const classes = outputShape.at(-1) ?? null;
  const { classId, multiLabel, labelWeights, topK } = counts;
  const isKnown = classes !== null || (classId === undefined && !multiLabel);
  if (outputShape.length < 1 || !isKnown || (multiLabel && outputShape.length !== 2)) {
    throw metricOutput(where, formatShape(outputShape), multiLabel ? '[batch, labels]' : '[batch, ..., classes]');
  }
  if (classes !== null && Math.max(classId ?? 0, (topK ?? 1) - 1) >= classes) {
    throw metricOutput(
      where,
      formatShape(outputShape),
      `at least ${Math.max(classId ?? 0, (topK ?? 1) - 1) + 1} classes`,
    );
  }
  if (labelWeights !== undefined && labelWeights.length !== classes) {
    throw metricOutput(where, formatShape(outputShape), `${labelWeights.length} labels, one for each of labelWeights`);
  }
  const labels = multiLabel ? (classes ?? 1) : 1;
  return { above: [2, labels, counts.thresholds.length], all: [2, labels, 1] };
}

/** The state after one more batch. */
export function addCounts(state: MetricState, batch: MetricBatch, counts: ThresholdCounts): MetricState {
  const { scores, truth, weights } = elementsOf(batch, counts); // [labels, elements]
  const ofTrue = mul(truth, weights);
  const both = stack([ofTrue, sub(weights, ofTrue)]); // [2, labels, elements]
  return {
    above: add(
      state['above'] as Tensor,
      isEven(counts.thresholds) ? sumBuckets(scores, both, counts) : compare(scores, both, counts),
    ),
    all: add(state['all'] as Tensor, sum(both, -1, true)),
  };
}

/** The four counts at each threshold. */
export function confusionCounts(state: MetricState): ConfusionCounts {
  const part = (key: string, index: number): Tensor => {
    const [, labels = 1, thresholds = 1] = (state[key] as Tensor).shape;
    return reshape(slice(state[key] as Tensor, [index, 0, 0], [1, labels, thresholds]), [labels, thresholds]);
  };
  const [truePositives, falsePositives] = [part('above', 0), part('above', 1)];
  return {
    truePositives,
    falsePositives,
    trueNegatives: sub(part('all', 1), falsePositives),
    falseNegatives: sub(part('all', 0), truePositives),
  };
}

/** Predictions, truth (0 or 1) and weights, `[labels, elements]`. */
function elementsOf(
  { yTrue, yPred, sampleWeight }: MetricBatch,
  { topK, classId, multiLabel, labelWeights }: ThresholdCounts,
): { readonly scores: Tensor; readonly truth: Tensor; readonly weights: Tensor } {
  const ofExamples =
    sampleWeight === undefined ? onesLike(yPred) : mul(onesLike(yPred), alignWeight(sampleWeight, yPred));
  const weights = labelWeights === undefined || multiLabel ? ofExamples : mul(ofExamples, tensor1d([...labelWeights]));
  const truth = cast(notEqual(reshape(alignTargets(yTrue, yPred), yPred.shape), 0), 'float32');
  const scores = topK === undefined ? yPred : onlyLargest(yPred, topK);
  const pick = (values: Tensor): Tensor => {
    if (classId !== undefined) {
      const rows = reshape(values, [-1, values.shape.at(-1) ?? 1]);
      return reshape(slice(rows, [0, classId], [rows.shape[0] ?? 0, 1]), [1, -1]);
    }
    return multiLabel ? transpose(values) : reshape(values, [1, -1]);
  };
  return { scores: pick(scores), truth: pick(truth), weights: pick(weights) };
}

/** The k largest of the last axis; the others are below all thresholds. */
function onlyLargest(yPred: Tensor, k: number): Tensor {
  const chosen = oneHot(topk(yPred, k).indices as Tensor2D, yPred.shape.at(-1) ?? 1); // [batch, ..., k, classes]
  const isChosen = cast(sum(chosen, -2), 'float32');
  return add(mul(yPred, isChosen), mul(sub(1, isChosen), belowAll));
}

/** `[2, labels, thresholds]`: each threshold with each element. */
function compare(scores: Tensor, both: Tensor, { thresholds }: ThresholdCounts): Tensor {
  const [labels = 1, elements = 0] = scores.shape;
  const cuts = reshape(tensor1d([...thresholds]), [1, 1, thresholds.length]);
  const isAbove = cast(greater(reshape(scores, [labels, elements, 1]), cuts), 'float32'); // [labels, elements, thresholds]
  const rows = transpose(both, [1, 0, 2]); // [labels, 2, elements]
  return transpose(matMul(rows, isAbove), [1, 0, 2]);
}

/**
 * `[2, labels, thresholds]`: bucket j holds what lies in (t[j - 1], t[j]], and what is above t[j] is in a later one.
 */
function sumBuckets(scores: Tensor, both: Tensor, { thresholds }: ThresholdCounts): Tensor {
  const [labels = 1, elements = 0] = scores.shape;
  const count = thresholds.length;
  const place = ceil(mul(clipByValue(scores, 0, 1), count - 1));
  const bucket = (thresholds[0] ?? 0) < 0 ? maximum(place, 1) : place; // 0 too is above a threshold below 0
  const segmentIds = add(cast(bucket, 'int32'), reshape(range(0, labels * count, count, 'int32'), [labels, 1]));
  const data = reshape(transpose(both, [1, 2, 0]), [labels * elements, 2]);
  const sums = segmentSum(data, { segmentIds: reshape(segmentIds, [-1]), numSegments: labels * count });
  const perLabel = transpose(reshape(sums, [labels, count, 2]), [2, 0, 1]); // [2, labels, thresholds]
  return cumsum(perLabel, 2, true, true);
}

/** Whether thresholds are 0, 1 / n, 2 / n, …, 1, the ends perhaps moved a little outwards (Keras's rule). */
function isEven(thresholds: readonly number[]): boolean {
  const steps = thresholds.length - 1;
  return steps >= 2 && thresholds.every((threshold, index) => Math.abs(threshold - index / steps) <= 2e-7);
}

/** `count` thresholds from 0 to 1. */
export function evenThresholds(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : index / (count - 1)));
}
