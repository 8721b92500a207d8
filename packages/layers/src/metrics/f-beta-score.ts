/** F scores: the weighted harmonic mean of precision and recall. */
import {
  abs,
  add,
  cast,
  div,
  greater,
  greaterEqual,
  logicalAnd,
  max,
  mean,
  mul,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { alignWeight } from '../losses/loss.js';
import { epsilon } from '../losses/make-loss.js';
import { checkSameShape } from '../losses/target-checks.js';
import { badOption } from '../messages.js';
import { oneOf, positiveNumber } from '../option-checks.js';
import type { Metric, MetricBatch, MetricState } from './metric.js';
import { metricName, type MetricOptions, outputCount } from './metric-options.js';

/**
 * How the scores of classes become one: counts of all classes together, the mean, the mean by frequency; null keeps
 * them.
 */
export type FAverage = 'micro' | 'macro' | 'weighted' | null;

/** Options of `f1Score`, with Keras's names. */
export interface F1ScoreOptions extends MetricOptions {
  /** Default: null, one score a class, which `compile` cannot log: choose one. */
  readonly average?: FAverage;
  /** Predictions above it are positive; from above 0 to 1. Default: null, the largest of an example. */
  readonly threshold?: number | null;
}

/** Options of `fBetaScore`, with Keras's names. */
export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How much more recall counts than precision; above 0. Default: 1. */
  readonly beta?: number;
}

const parts = ['truePositives', 'falsePositives', 'falseNegatives', 'support'] as const;

/**
 * The F score of each class: (1 + beta^2) P R / (beta^2 P + R), with precision P = TP / (TP + FP + 1e-7) and recall R =
 * TP / (TP + FN + 1e-7). Targets are 0 or 1, `[batch, classes]`; an example without a threshold is of the class with
 * the largest prediction.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function fBetaScore(options: FBetaScoreOptions = {}): Metric {
  const name = metricName('fBetaScore', options);
  const beta = positiveNumber(name, 'beta', options.beta ?? 1);
  const score = fScore(name, beta, options);
  return { ...score, name, className: 'FBetaScore', config: { ...score.config, beta } };
}

/**
 * 2 P R / (P + R): `fBetaScore` with beta 1.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function f1Score(options: F1ScoreOptions = {}): Metric {
  const name = metricName('f1Score', options);
  return { ...fScore(name, 1, options), className: 'F1Score' };
}

function fScore(name: string, beta: number, options: F1ScoreOptions): Metric {
  const average = readAverage(name, options.average);
  const threshold = readThreshold(name, options.threshold);
  return {
    name,
    className: 'FBetaScore',
    config: { name, average, threshold },
    resultRank: average === null ? 1 : 0,
    stateShapes: (where, outputShape) => {
      const shape = average === 'micro' ? [] : [outputCount(where, outputShape)];
      outputCount(where, outputShape);
      return Object.fromEntries(parts.map((part) => [part, shape]));
    },
    update: (state, batch) => addClassCounts(state, batch, threshold, average === 'micro' ? undefined : 0),
    result: (state) => scoreOf(state as ClassCounts, beta, average),
    checkTargets: checkSameShape,
  };
}

type ClassCounts = Readonly<Record<(typeof parts)[number], Tensor>>;

function addClassCounts(
  state: MetricState,
  { yTrue, yPred, sampleWeight }: MetricBatch,
  threshold: number | null,
  axis: number | undefined,
): MetricState {
  const predicted = cast(isPredicted(yPred, threshold), 'float32');
  const truth = cast(yTrue, 'float32');
  const weighted = sampleWeight === undefined ? truth : mul(truth, alignWeight(sampleWeight, truth));
  const chosen = sampleWeight === undefined ? predicted : mul(predicted, alignWeight(sampleWeight, predicted));
  const truePositives = sum(mul(predicted, weighted), axis);
  const support = sum(weighted, axis);
  const batch = {
    truePositives,
    falsePositives: sub(sum(chosen, axis), truePositives),
    falseNegatives: sub(support, truePositives),
    support,
  };
  return Object.fromEntries(parts.map((part) => [part, add(state[part] as Tensor, batch[part])]));
}

/** The largest of an example, unless it is 0 (Keras's rule), or what lies above the threshold. */
function isPredicted(yPred: Tensor, threshold: number | null): Tensor {
  if (threshold !== null) return greater(yPred, threshold);
  return logicalAnd(greaterEqual(yPred, max(yPred, -1, true)), greater(abs(yPred), 1e-9));
}

function scoreOf(
  { truePositives, falsePositives, falseNegatives, support }: ClassCounts,
  beta: number,
  average: FAverage,
): Tensor {
  const safeRatio = (part: Tensor, whole: Tensor): Tensor => div(part, add(whole, epsilon));
  const precision = safeRatio(truePositives, add(truePositives, falsePositives));
  const recall = safeRatio(truePositives, add(truePositives, falseNegatives));
  const product = mul(precision, recall);
  const scores = mul(safeRatio(product, add(mul(precision, beta ** 2), recall)), 1 + beta ** 2);
  if (average === null) return scores;
  if (average === 'weighted') return sum(mul(scores, safeRatio(support, sum(support))));
  return mean(scores);
}

function readAverage(where: string, average: unknown): FAverage {
  if (average === undefined || average === null) return null;
  return oneOf(where, 'average', average, ['micro', 'macro', 'weighted'] as const);
}

function readThreshold(where: string, threshold: unknown): number | null {
  if (threshold === undefined || threshold === null) return null;
  if (typeof threshold === 'number' && threshold > 0 && threshold <= 1) return threshold;
  throw badOption(where, 'threshold', threshold, 'a number above 0, at most 1');
}
