/** Metrics that are a weighted mean over examples: Σ value · weight / Σ weight. */
import type { NdArray, PartialShape } from '@isograd/core';
import { add, cast, divNoNan, mul, onesLike, type Scalar, scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import { alignTargets, alignWeight } from '../losses/loss.js';
import type { MeanPart, Metric, MetricBatch } from './metric.js';

/** What makes a mean. */
export interface MeanMetricOptions {
  /** Key in logs and histories. */
  readonly name: string;
  /** Keras's name of the class. Default: `MeanMetricWrapper`. */
  readonly className?: string;
  /** Its options, as plain JSON. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
  /**
   * @param yTrue - Targets.
   * @param yPred - float32 `[batch, ..., features]`, the output of the model.
   * @returns float32, int32 or bool `[batch, ...]`
   */
  perExample(yTrue: Tensor, yPred: Tensor): Tensor;
  /** As `checkTargets` of a metric. Default: every target is fine. */
  checkTargets?(where: string, yTrue: NdArray, outputShape: PartialShape): void;
}

/** A metric that is a mean, and can tell the values that it averages. */
export interface MeanMetric extends Metric {
  measure(batch: MetricBatch): MeanPart;
}

/**
 * A metric from one number an example, averaged with the weights of the examples. No weight at all gives 0.
 *
 * @example
 * import { meanMetric } from '@isograd/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 * const bias = meanMetric({ name: 'bias', perExample: (yTrue, yPred) => tf.mean(tf.sub(yPred, yTrue), -1) });
 */
export function meanMetric(options: MeanMetricOptions): MeanMetric {
  const { name, className = 'MeanMetricWrapper', config = { name }, perExample, checkTargets } = options;
  const measure = ({ yTrue, yPred, sampleWeight }: MetricBatch): MeanPart =>
    meanPart(perExample(alignTargets(yTrue, yPred), yPred), sampleWeight);
  return meanOf({ name, className, config, measure, ...(checkTargets === undefined ? {} : { checkTargets }) });
}

/** A mean whose parts are computed in another way than example by example. */
export function meanOf(
  parts: Pick<MeanMetric, 'name' | 'className' | 'config' | 'measure' | 'checkTargets'>,
): MeanMetric {
  return {
    ...parts,
    stateShapes: () => ({ total: [], count: [] }),
    update: ({ total, count }, batch) => {
      const part = parts.measure(batch);
      return { total: add(total as Tensor, part.total), count: add(count as Tensor, part.count) };
    },
    result: ({ total, count }) => divNoNan(total as Tensor, count as Tensor),
  };
}

/**
 * A metric whose result is a function of a mean: its root, its exponential.
 *
 * @param transform - From and to a float32 scalar.
 */
export function transformedMean(mean: MeanMetric, transform: (mean: Tensor) => Tensor): Metric {
  const { measure: _, ...metric } = mean;
  return { ...metric, result: (state) => transform(mean.result(state)) };
}

/**
 * The sum of some values and of their weights.
 *
 * @param values - float32, int32 or bool `[batch, ...]`
 * @param sampleWeight - float32 `[batch]` or with more of the axes of `values`; undefined for 1.
 */
export function meanPart(values: Tensor, sampleWeight: Tensor | undefined): MeanPart {
  const numbers = cast(values, 'float32');
  if (sampleWeight === undefined) return { total: sum(numbers) as Scalar, count: scalar(numbers.size) };
  const weight = alignWeight(sampleWeight, numbers);
  const total = sum(mul(numbers, weight)) as Scalar;
  if (weight.size === numbers.size) return { total, count: sum(weight) as Scalar };
  return { total, count: sum(mul(onesLike(numbers), weight)) as Scalar };
}
