/** Metrics by name, as `compile` takes them, and by class, as configs do. */
import type { PartialShape } from '@isograd/core';
import type { Loss } from '../losses/loss.js';
import { type LossConfig, lossFromConfig, readConfig } from '../losses/named-loss.js';
import { unknownName } from '../messages.js';
import {
  accuracy,
  accuracyFor,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  topKCategoricalAccuracy,
} from './accuracy.js';
import { auc } from './auc.js';
import { precisionAtRecall, recallAtPrecision, sensitivityAtSpecificity, specificityAtSensitivity } from './best-at.js';
import { falseNegatives, falsePositives, trueNegatives, truePositives } from './condition-counts.js';
import { confusionMatrix } from './confusion-matrix.js';
import { concordanceCorrelation, pearsonCorrelation } from './correlation.js';
import { f1Score, fBetaScore } from './f-beta-score.js';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  categoricalHinge,
  hinge,
  klDivergence,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
} from './from-losses.js';
import { psnr, ssim } from './image-quality.js';
import { binaryIoU, iou, meanIoU, oneHotIoU, oneHotMeanIoU } from './iou.js';
import { lossMetric } from './loss-metric.js';
import type { Metric } from './metric.js';
import { perplexity } from './perplexity.js';
import { precision, recall } from './precision-recall.js';
import { r2Score } from './r2-score.js';
import { mean, sum } from './reduction.js';
import { cosineSimilarity, logCoshError, rootMeanSquaredError } from './regression.js';

/**
 * Names that stand for a metric with its default options; `accuracy` and `crossentropy` mean those that fit loss and
 * output.
 */
export type MetricName =
  | 'accuracy'
  | 'crossentropy'
  | 'sparseCategoricalAccuracy'
  | 'categoricalAccuracy'
  | 'binaryAccuracy'
  | 'topKCategoricalAccuracy'
  | 'sparseTopKCategoricalAccuracy'
  | 'auc'
  | 'truePositives'
  | 'trueNegatives'
  | 'falsePositives'
  | 'falseNegatives'
  | 'pearsonCorrelation'
  | 'concordanceCorrelation'
  | 'fBetaScore'
  | 'f1Score'
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'meanAbsolutePercentageError'
  | 'meanSquaredLogarithmicError'
  | 'hinge'
  | 'squaredHinge'
  | 'categoricalHinge'
  | 'klDivergence'
  | 'poisson'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'psnr'
  | 'ssim'
  | 'perplexity'
  | 'precision'
  | 'recall'
  | 'r2Score'
  | 'mean'
  | 'sum'
  | 'rootMeanSquaredError'
  | 'logCoshError'
  | 'cosineSimilarity'
  | MetricAlias;

/** Short names of Keras, and names of tfjs. */
type MetricAlias =
  | 'acc'
  | 'ce'
  | 'mse'
  | 'mae'
  | 'mape'
  | 'msle'
  | 'rmse'
  | 'bce'
  | 'kld'
  | 'cosine'
  | 'cosineProximity'
  | 'kullbackLeiblerDivergence';

type Factory = () => Metric;

const byName: Readonly<Record<Exclude<MetricName, MetricAlias | 'accuracy' | 'crossentropy'>, Factory>> = {
  sparseCategoricalAccuracy,
  categoricalAccuracy,
  binaryAccuracy,
  topKCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  auc,
  truePositives,
  trueNegatives,
  falsePositives,
  falseNegatives,
  pearsonCorrelation,
  concordanceCorrelation,
  fBetaScore,
  f1Score,
  meanSquaredError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  hinge,
  squaredHinge,
  categoricalHinge,
  klDivergence,
  poisson,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  psnr,
  ssim,
  perplexity,
  precision,
  recall,
  r2Score,
  mean,
  sum,
  rootMeanSquaredError,
  logCoshError,
  cosineSimilarity,
};

/** Those that no name stands for, by class. */
const byClassAlone: Readonly<Record<string, (options: never) => Metric>> = {
  Accuracy: accuracy,
  LossMetric: ({ loss, ...options }: { readonly loss: LossConfig }) => lossMetric(lossFromConfig(loss), options),
  ConfusionMatrix: confusionMatrix,
  BinaryIoU: binaryIoU,
  IoU: iou,
  MeanIoU: meanIoU,
  OneHotIoU: oneHotIoU,
  OneHotMeanIoU: oneHotMeanIoU,
  PrecisionAtRecall: precisionAtRecall,
  RecallAtPrecision: recallAtPrecision,
  SensitivityAtSpecificity: sensitivityAtSpecificity,
  SpecificityAtSensitivity: specificityAtSensitivity,
};

/** What short names of Keras and names of tfjs mean. */
const aliases: Readonly<Record<MetricAlias, Exclude<MetricName, MetricAlias>>> = {
  acc: 'accuracy',
  ce: 'crossentropy',
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  rmse: 'rootMeanSquaredError',
  bce: 'binaryCrossentropy',
  kld: 'klDivergence',
  cosine: 'cosineSimilarity',
  cosineProximity: 'cosineSimilarity',
  kullbackLeiblerDivergence: 'klDivergence',
};

/** What describes a metric in a file. */
export interface MetricConfig {
  /** Keras's name of the class: `BinaryAccuracy`. */
  readonly className: string;
  /** Its options. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The metric that an option of `compile` means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveMetric(
  where: string,
  option: Metric | Loss | MetricName,
  loss: Loss,
  outputShape: PartialShape,
): Metric {
  if (typeof option !== 'string') return 'perExample' in option ? lossMetric(option) : option;
  const name: string = Object.hasOwn(aliases, option) ? aliases[option as MetricAlias] : option;
  if (name === 'accuracy') return accuracyFor(loss, outputShape);
  if (name === 'crossentropy') return crossentropyFor(loss, outputShape);
  if (Object.hasOwn(byName, name)) return byName[name as keyof typeof byName]();
  const known = ['accuracy', 'crossentropy', ...Object.keys(byName), ...Object.keys(aliases)];
  throw unknownName(where, 'metric', option, known);
}

/** The cross-entropy that `'crossentropy'` means for a loss and an output, by Keras's rule. */
function crossentropyFor(loss: Loss, outputShape: PartialShape): Metric {
  const options = { name: 'crossentropy', fromLogits: loss.config['fromLogits'] === true };
  if (loss.name === 'sparseCategoricalCrossentropy') return sparseCategoricalCrossentropy(options);
  if (loss.name === 'binaryCrossentropy' || outputShape.at(-1) === 1) return binaryCrossentropy(options);
  return categoricalCrossentropy(options);
}

/** How a metric is written down: plain JSON. */
export function metricConfig({ className, config }: Metric): MetricConfig {
  return { className, config };
}

/**
 * The metric that a config describes.
 *
 * @param config - What `metricConfig` gave; it may come from a file, and everything in it is checked.
 * @throws {ValueError} CONFIG_KIND, LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { metricConfig, metricFromConfig, metrics } from '@isograd/layers';
 * metricFromConfig(metricConfig(metrics.precision({ topK: 3 }))).config['topK']; // 3
 */
export function metricFromConfig(config: MetricConfig): Metric {
  const { className, options } = readConfig('metricFromConfig', config);
  const classes = new Map<string, (options: never) => Metric>([
    ...Object.values(byName).map((factory): [string, Factory] => [factory().className, factory]),
    ...Object.entries(byClassAlone),
  ]);
  const factory = classes.get(className);
  if (factory === undefined) throw unknownName('metricFromConfig', 'metric', className, [...classes.keys()]);
  return factory(options as never);
}
