/** The losses of Keras that are its metrics too, under the same names. */
import {
  binaryCrossentropy as binaryCrossentropyLoss,
  type CrossentropyOptions,
  categoricalCrossentropy as categoricalCrossentropyLoss,
  type SparseCrossentropyOptions,
  sparseCategoricalCrossentropy as sparseCategoricalCrossentropyLoss,
} from '../losses/crossentropy.js';
import {
  categoricalHinge as categoricalHingeLoss,
  hinge as hingeLoss,
  squaredHinge as squaredHingeLoss,
} from '../losses/hinge.js';
import { klDivergence as klDivergenceLoss } from '../losses/kl-divergence.js';
import { poisson as poissonLoss } from '../losses/poisson.js';
import {
  meanAbsoluteError as meanAbsoluteErrorLoss,
  meanAbsolutePercentageError as meanAbsolutePercentageErrorLoss,
  meanSquaredError as meanSquaredErrorLoss,
  meanSquaredLogarithmicError as meanSquaredLogarithmicErrorLoss,
} from '../losses/regression.js';
import { ofLoss } from './loss-metric.js';
import type { MeanMetric } from './mean-metric.js';
import type { MetricOptions } from './metric-options.js';

/** Options of the cross-entropies as metrics. */
export type CrossentropyMetricOptions = MetricOptions & Omit<CrossentropyOptions, 'reduction'>;

/** Options of the sparse cross-entropy as a metric. */
export type SparseCrossentropyMetricOptions = MetricOptions & Omit<SparseCrossentropyOptions, 'reduction'>;

/** The mean of `meanSquaredError`. @throws {ValueError} LAYER_OPTION */
export function meanSquaredError(options: MetricOptions = {}): MeanMetric {
  return ofLoss(meanSquaredErrorLoss(), options);
}

/** The mean of `meanAbsoluteError`. @throws {ValueError} LAYER_OPTION */
export function meanAbsoluteError(options: MetricOptions = {}): MeanMetric {
  return ofLoss(meanAbsoluteErrorLoss(), options);
}

/** The mean of `meanAbsolutePercentageError`. @throws {ValueError} LAYER_OPTION */
export function meanAbsolutePercentageError(options: MetricOptions = {}): MeanMetric {
  return ofLoss(meanAbsolutePercentageErrorLoss(), options);
}

/** The mean of `meanSquaredLogarithmicError`. @throws {ValueError} LAYER_OPTION */
export function meanSquaredLogarithmicError(options: MetricOptions = {}): MeanMetric {
  return ofLoss(meanSquaredLogarithmicErrorLoss(), options);
}

/** The mean of `hinge`. @throws {ValueError} LAYER_OPTION */
export function hinge(options: MetricOptions = {}): MeanMetric {
  return ofLoss(hingeLoss(), options);
}

/** The mean of `squaredHinge`. @throws {ValueError} LAYER_OPTION */
export function squaredHinge(options: MetricOptions = {}): MeanMetric {
  return ofLoss(squaredHingeLoss(), options);
}

/** The mean of `categoricalHinge`. @throws {ValueError} LAYER_OPTION */
export function categoricalHinge(options: MetricOptions = {}): MeanMetric {
  return ofLoss(categoricalHingeLoss(), options);
}

/** The mean of `klDivergence`. @throws {ValueError} LAYER_OPTION */
export function klDivergence(options: MetricOptions = {}): MeanMetric {
  return ofLoss(klDivergenceLoss(), options);
}

/** The mean of `poisson`. @throws {ValueError} LAYER_OPTION */
export function poisson(options: MetricOptions = {}): MeanMetric {
  return ofLoss(poissonLoss(), options);
}

/** The mean of `binaryCrossentropy`. @throws {ValueError} LAYER_OPTION */
export function binaryCrossentropy(options: CrossentropyMetricOptions = {}): MeanMetric {
  return ofLoss(binaryCrossentropyLoss(options), options);
}

/** The mean of `categoricalCrossentropy`. @throws {ValueError} LAYER_OPTION */
export function categoricalCrossentropy(options: CrossentropyMetricOptions = {}): MeanMetric {
  return ofLoss(categoricalCrossentropyLoss(options), options);
}

/**
 * The mean of `sparseCategoricalCrossentropy`; examples of `ignoreClass` are left out of it, where Keras counts them as
 * 0.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyMetricOptions = {}): MeanMetric {
  return ofLoss(sparseCategoricalCrossentropyLoss(options), options);
}
