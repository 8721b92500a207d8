/** The area under a curve over all thresholds. */
import {
  add,
  div,
  divNoNan,
  equal,
  greater,
  log,
  logicalAnd,
  maximum,
  mean,
  minimum,
  mul,
  onesLike,
  sigmoid,
  slice,
  sub,
  sum,
  type Tensor,
  tensor1d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { checkSameShape } from '../losses/target-checks.js';
import { badOption } from '../messages.js';
import { booleanOption, nonNegativeNumber, oneOf, positiveInteger, share } from '../option-checks.js';
import { metricOutput } from './metric-messages.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';
import { precisionOf, recallOf } from './precision-recall.js';
import {
  addCounts,
  type ConfusionCounts,
  confusionCounts,
  countShapes,
  evenThresholds,
  type ThresholdCounts,
} from './threshold-counts.js';

const curves = ['ROC', 'PR', 'PRGAIN'] as const;
const summationMethods = ['interpolation', 'majoring', 'minoring'] as const;

/** Options of `auc`, with Keras's names. */
export interface AucOptions extends MetricOptions {
  /** Thresholds from 0 to 1; at least 2. Default: 200. */
  readonly numThresholds?: number;
  /** Thresholds of your own between 0 and 1 instead. Default: none. */
  readonly thresholds?: readonly number[] | null;
  /** True positive over false positive rate; precision over recall; their gains. Default: 'ROC'. */
  readonly curve?: 'ROC' | 'PR' | 'PRGAIN';
  /**
   * Height between two thresholds: the mean (for PR, Davis and Goadrich's curve), the larger, the smaller. Default:
   * 'interpolation'.
   */
  readonly summationMethod?: 'interpolation' | 'majoring' | 'minoring';
  /** Whether each output has a curve of its own, and the areas are averaged. Default: false. */
  readonly multiLabel?: boolean;
  /** How many outputs there are, for `multiLabel`. Default: as many as the model has. */
  readonly numLabels?: number | null;
  /** Weight of each output. Default: 1. */
  readonly labelWeights?: readonly number[] | null;
  /** Whether the model gives logits, which a sigmoid makes probabilities. Default: false. */
  readonly fromLogits?: boolean;
}

/** Keras puts the first and the last threshold this far outside, so that 0 and 1 are cut too. */
const margin = 1e-7;

/**
 * The area under the receiver operating characteristic or the precision-recall curve, from counts at thresholds: the
 * more there are, the nearer it is to the exact area. Targets are 0 or 1 in the shape of the output.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Davis and Goadrich: "The Relationship Between Precision-Recall and ROC Curves" (2006)
 * @example
 * import { dense, metrics, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 1, activation: 'sigmoid', inputShape: [3] })] });
 * model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy', metrics: [metrics.auc({ curve: 'PR' })] });
 */
export function auc(options: AucOptions = {}): Metric {
  const name = metricName('auc', options);
  const curve = oneOf(name, 'curve', options.curve ?? 'ROC', curves);
  const summationMethod = oneOf(name, 'summationMethod', options.summationMethod ?? 'interpolation', summationMethods);
  const multiLabel = booleanOption(name, 'multiLabel', options.multiLabel ?? false);
  const fromLogits = booleanOption(name, 'fromLogits', options.fromLogits ?? false);
  const numLabels = (options.numLabels ?? null) === null ? null : positiveInteger(name, 'numLabels', options.numLabels);
  const labelWeights = readWeights(name, options.labelWeights);
  const thresholds = readCuts(name, options);
  const counts: ThresholdCounts = { thresholds, multiLabel, labelWeights };
  const own = (options.thresholds ?? null) === null ? null : thresholds.slice(1, -1);
  return {
    name,
    className: 'AUC',
    config: {
      name,
      numThresholds: thresholds.length,
      ...(own === null ? {} : { thresholds: own }),
      curve,
      summationMethod,
      multiLabel,
      numLabels,
      labelWeights: labelWeights ?? null,
      fromLogits,
    },
    stateShapes: (where, outputShape) => {
      if (numLabels !== null && outputShape.at(-1) !== numLabels) {
        throw metricOutput(where, `${outputShape.at(-1) ?? 'unknown'} outputs`, `${numLabels}, which numLabels says`);
      }
      return { ...countShapes(where, outputShape, counts) };
    },
    update: (state, batch) => addCounts(state, fromLogits ? { ...batch, yPred: sigmoid(batch.yPred) } : batch, counts),
    result: (state) => {
      const all = confusionCounts(state);
      const isExact = curve === 'PR' && summationMethod === 'interpolation';
      const areas = isExact ? interpolatedArea(all) : riemannSum(pointsOf(curve, all), summationMethod); // [labels]
      if (!multiLabel) return sum(areas);
      if (labelWeights === undefined) return mean(areas);
      const weights = tensor1d([...labelWeights]);
      return divNoNan(sum(mul(areas, weights)), sum(weights));
    },
    checkTargets: checkSameShape,
  };
}

function readCuts(where: string, options: AucOptions): readonly number[] {
  const { thresholds, numThresholds = 200 } = options;
  if (thresholds !== undefined && thresholds !== null) {
    if (!Array.isArray(thresholds)) throw badOption(where, 'thresholds', thresholds, 'a list of numbers from 0 to 1');
    const inner = thresholds.map((threshold: unknown) => share(where, 'thresholds', threshold));
    return [-margin, ...inner.sort((a, b) => a - b), 1 + margin];
  }
  if (!(Number.isInteger(numThresholds) && numThresholds >= 2)) {
    throw badOption(where, 'numThresholds', numThresholds, 'an integer of at least 2');
  }
  return [-margin, ...evenThresholds(numThresholds).slice(1, -1), 1 + margin];
}

function readWeights(where: string, weights: unknown): readonly number[] | undefined {
  if (weights === undefined || weights === null) return undefined;
  if (!Array.isArray(weights))
    throw badOption(where, 'labelWeights', weights, 'a number of at least 0 for each output');
  return weights.map((weight: unknown) => nonNegativeNumber(where, 'labelWeights', weight));
}

/** All thresholds but the last, `[labels, thresholds - 1]`. */
function allButLast(values: Tensor): Tensor {
  const [labels = 1, count = 1] = values.shape;
  return slice(values, [0, 0], [labels, count - 1]);
}

/** All thresholds but the first, `[labels, thresholds - 1]`. */
function allButFirst(values: Tensor): Tensor {
  const [labels = 1, count = 1] = values.shape;
  return slice(values, [0, 1], [labels, count - 1]);
}

/** The curve at each threshold: x falls from the first to the last. */
function pointsOf(curve: 'ROC' | 'PR' | 'PRGAIN', counts: ConfusionCounts): readonly [x: Tensor, y: Tensor] {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  if (curve === 'ROC') return [divNoNan(falsePositives, add(falsePositives, trueNegatives)), recallOf(counts)];
  if (curve === 'PR') return [recallOf(counts), precisionOf(counts)];
  const scale = divNoNan(add(truePositives, falseNegatives), add(trueNegatives, falsePositives));
  const gain = (errors: Tensor, withoutHits: Tensor): Tensor =>
    where(equal(truePositives, 0), withoutHits, sub(1, mul(scale, divNoNan(errors, truePositives))));
  return [maximum(gain(falseNegatives, zerosLike(truePositives)), 0), gain(falsePositives, onesLike(truePositives))];
}

function riemannSum([x, y]: readonly [Tensor, Tensor], method: (typeof summationMethods)[number]): Tensor {
  const [left, right] = [allButLast(y), allButFirst(y)];
  const widths = sub(allButLast(x), allButFirst(x));
  if (method === 'interpolation') return sum(mul(widths, div(add(left, right), 2)), -1);
  return sum(mul(widths, method === 'minoring' ? minimum(left, right) : maximum(left, right)), -1);
}

/** The area under the precision-recall curve, true positives interpolated linearly between thresholds. */
function interpolatedArea({ truePositives, falsePositives, falseNegatives }: ConfusionCounts): Tensor {
  const predicted = add(truePositives, falsePositives);
  const [before, after] = [allButLast(predicted), allButFirst(predicted)];
  const hits = sub(allButLast(truePositives), allButFirst(truePositives));
  const slope = divNoNan(hits, maximum(sub(before, after), 0));
  const intercept = sub(allButFirst(truePositives), mul(slope, after));
  const ratio = divNoNan(before, maximum(after, 0));
  const isRatio = logicalAnd(greater(before, 0), greater(after, 0));
  const safeRatio = where(isRatio, ratio, onesLike(ratio));
  const steps = mul(slope, add(hits, mul(intercept, log(safeRatio))));
  return sum(divNoNan(steps, maximum(allButFirst(add(truePositives, falseNegatives)), 0)), -1);
}
