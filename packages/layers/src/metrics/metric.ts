/**
 * A metric: a running mean over the examples of an epoch.
 *
 * `perExample` gives one number an example; the training loop keeps the weighted sum and the weight as
 * tensors, so that a metric costs no host read within a step and is exact over batches of different sizes.
 */
import { cast, mul, onesLike, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import { alignWeight } from '../losses/loss.js';

/** A metric as `compile` takes it. */
export interface Metric {
  /** Key in logs and histories: `accuracy`. */
  readonly name: string;
  /**
   * @param yTrue - Targets.
   * @param yPred - float32 `[batch, ..., features]`, the output of the model.
   * @returns float32 or bool `[batch, ...]`
   */
  perExample(yTrue: Tensor, yPred: Tensor): Tensor;
}

/** What a batch adds to a running mean. */
export interface MeanPart {
  /** Σ value · weight, float32 scalar. */
  readonly total: Scalar;
  /** Σ weight, float32 scalar. */
  readonly count: Scalar;
}

/**
 * The contribution of one batch.
 *
 * @param sampleWeight - float32 `[batch]`, or undefined.
 */
export function measure(metric: Metric, yTrue: Tensor, yPred: Tensor, sampleWeight: Tensor | undefined): MeanPart {
  const values = cast(metric.perExample(yTrue, yPred), 'float32');
  const weight =
    sampleWeight === undefined ? onesLike(values) : mul(onesLike(values), alignWeight(sampleWeight, values));
  return { total: sum(mul(values, weight)) as Scalar, count: sum(weight) as Scalar };
}
