/** The coefficient of determination. */
import {
  add,
  cast,
  div,
  divNoNan,
  equal,
  greater,
  mean,
  mul,
  onesLike,
  scalar,
  square,
  squaredDifference,
  sub,
  sum,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { alignWeight } from '../losses/loss.js';
import { checkSameShape } from '../losses/target-checks.js';
import { badOption } from '../messages.js';
import { oneOf, wholeNumber } from '../option-checks.js';
import type { Metric, MetricBatch, MetricState } from './metric.js';
import { metricName, type MetricOptions, outputCount } from './metric-options.js';

const aggregations = ['uniformAverage', 'varianceWeightedAverage'] as const;

/** Options of `r2Score`, with Keras's names. */
export interface R2ScoreOptions extends MetricOptions {
  /** How the outputs are averaged; null keeps them. Default: 'uniformAverage'. */
  readonly classAggregation?: (typeof aggregations)[number] | null;
  /** Number of independent variables for the adjusted score; 0 for the plain one. Default: 0. */
  readonly numRegressors?: number;
}

/** `count`, `mean` and `deviation` (Σ (y - mean)^2) of the targets and `residual`, `[outputs]`; `size`, a scalar. */
type Sums = Readonly<Record<'count' | 'mean' | 'deviation' | 'residual' | 'size', Tensor>>;

/**
 * 1 - Σ (yTrue - yPred)^2 / Σ (yTrue - mean)^2 of each output, `[batch, outputs]`. An output whose targets do not vary
 * has the score 1 when it is predicted exactly and else 0, as in scikit-learn; Keras has NaN and 0.
 *
 * Deviations are joined batch by batch around their means, which keeps digits that Σ y^2 - (Σ y)^2 / n loses. The
 * adjusted score is 1 - (1 - R^2)(n - 1) / (n - p - 1), where n counts targets, as in Keras.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Chan, Golub and LeVeque: "Updating formulae and a pairwise algorithm for computing sample variances" (1979)
 */
export function r2Score(options: R2ScoreOptions = {}): Metric {
  const name = metricName('r2Score', options);
  const given = options.classAggregation === undefined ? 'uniformAverage' : options.classAggregation;
  const classAggregation = given === null ? null : oneOf(name, 'classAggregation', given, aggregations);
  const numRegressors = wholeNumber(name, 'numRegressors', options.numRegressors ?? 0);
  if (numRegressors < 0) throw badOption(name, 'numRegressors', numRegressors, 'an integer of at least 0');
  return {
    name,
    className: 'R2Score',
    config: { name, classAggregation, numRegressors },
    resultRank: classAggregation === null ? 1 : 0,
    stateShapes: (where, outputShape) => {
      const outputs = [outputCount(where, outputShape)];
      return { count: outputs, mean: outputs, deviation: outputs, residual: outputs, size: [] };
    },
    update: (state, batch) => join(state as Sums, sumsOf(batch)),
    result: (state) => {
      const { deviation, residual, size } = state as Sums;
      const score = aggregate(scoresOf(deviation, residual), deviation, classAggregation);
      if (numRegressors === 0) return score;
      const spare = sub(size, numRegressors + 1);
      const adjusted = sub(1, divNoNan(mul(sub(1, score), sub(size, 1)), spare));
      return where(greater(mul(spare, onesLike(score)), 0), adjusted, score);
    },
    checkTargets: checkSameShape,
  };
}

function sumsOf({ yTrue, yPred, sampleWeight }: MetricBatch): Sums {
  const ones = onesLike(yPred);
  const weight = sampleWeight === undefined ? ones : mul(ones, alignWeight(sampleWeight, yPred));
  const count = sum(weight, 0);
  const average = divNoNan(sum(mul(yTrue, weight), 0), count);
  return {
    count,
    mean: average,
    deviation: sum(mul(squaredDifference(yTrue, average), weight), 0),
    residual: sum(mul(squaredDifference(yTrue, yPred), weight), 0),
    size: scalar(yPred.size),
  };
}

function join(a: Sums, b: Sums): MetricState {
  const count = add(a.count, b.count);
  const gap = sub(b.mean, a.mean);
  const shareOfB = divNoNan(b.count, count);
  return {
    count,
    mean: add(a.mean, mul(gap, shareOfB)),
    deviation: add(add(a.deviation, b.deviation), mul(square(gap), mul(a.count, shareOfB))),
    residual: add(a.residual, b.residual),
    size: add(a.size, b.size),
  };
}

function scoresOf(deviation: Tensor, residual: Tensor): Tensor {
  const isExact = cast(equal(residual, 0), 'float32');
  return where(greater(deviation, 0), sub(1, divNoNan(residual, deviation)), isExact);
}

function aggregate(scores: Tensor, deviation: Tensor, by: (typeof aggregations)[number] | null): Tensor {
  if (by === null) return scores;
  return by === 'uniformAverage' ? mean(scores) : div(sum(mul(deviation, scores)), sum(deviation));
}
