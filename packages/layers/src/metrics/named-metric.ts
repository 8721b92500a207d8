/** Metrics by name, as `compile` takes them. */
import type { PartialShape } from '@isograd/core';
import type { Loss } from '../losses/loss.js';
import { categoricalCrossentropy } from '../losses/crossentropy.js';
import { meanAbsoluteError, meanSquaredError } from '../losses/regression.js';
import { unknownName } from '../messages.js';
import { accuracyFor, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracy.js';
import { meanMetric } from './mean-metric.js';
import type { Metric } from './metric.js';

/** A loss, measured but not minimised. */
const asMetric = ({ name, config, perExample }: Loss): Metric => meanMetric({ name, config, perExample });

/** Names that stand for a metric; `accuracy` means the one that fits loss and output. */
export type MetricName =
  | 'accuracy'
  | 'binaryAccuracy'
  | 'categoricalAccuracy'
  | 'sparseCategoricalAccuracy'
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'categoricalCrossentropy';

const byName: Readonly<Record<MetricName, (loss: Loss, outputShape: PartialShape) => Metric>> = {
  accuracy: accuracyFor,
  binaryAccuracy: () => binaryAccuracy(),
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  meanSquaredError: () => asMetric(meanSquaredError()),
  meanAbsoluteError: () => asMetric(meanAbsoluteError()),
  categoricalCrossentropy: () => asMetric(categoricalCrossentropy()),
};

/**
 * The metric that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveMetric(
  where: string,
  option: Metric | MetricName,
  loss: Loss,
  outputShape: PartialShape,
): Metric {
  if (typeof option !== 'string') return option;
  if (!Object.hasOwn(byName, option)) throw unknownName(where, 'metric', option, Object.keys(byName));
  return byName[option](loss, outputShape);
}
