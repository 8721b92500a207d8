/** Every metric, in one namespace: `metrics.precision()`; some have the names of losses. */
export {
  accuracy,
  binaryAccuracy,
  type BinaryAccuracyOptions,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  type SparseTopKOptions,
  topKCategoricalAccuracy,
  type TopKOptions,
} from './accuracy.js';
export { auc, type AucOptions } from './auc.js';
export {
  type BestAtOptions,
  precisionAtRecall,
  recallAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from './best-at.js';
export {
  type ConditionCountOptions,
  falseNegatives,
  falsePositives,
  trueNegatives,
  truePositives,
} from './condition-counts.js';
export { type ClassOptions, confusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix.js';
export { concordanceCorrelation, type CorrelationOptions, pearsonCorrelation } from './correlation.js';
export { characterErrorRate, type ErrorRate, type Transcript, wordErrorRate } from './error-rate.js';
export { f1Score, type F1ScoreOptions, type FAverage, fBetaScore, type FBetaScoreOptions } from './f-beta-score.js';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  categoricalHinge,
  type CrossentropyMetricOptions,
  hinge,
  klDivergence,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  type SparseCrossentropyMetricOptions,
  squaredHinge,
} from './from-losses.js';
export { psnr, type PsnrOptions, ssim, type SsimOptions } from './image-quality.js';
export {
  binaryIoU,
  type BinaryIoUOptions,
  iou,
  type IoUOptions,
  meanIoU,
  type MeanIoUOptions,
  oneHotIoU,
  oneHotMeanIoU,
} from './iou.js';
export { lossMetric } from './loss-metric.js';
export { perplexity, type PerplexityOptions } from './perplexity.js';
export { precision, type PrecisionRecallOptions, recall } from './precision-recall.js';
export { r2Score, type R2ScoreOptions } from './r2-score.js';
export { mean, sum } from './reduction.js';
export { cosineSimilarity, logCoshError, rootMeanSquaredError } from './regression.js';
export type { MetricOptions } from './metric-options.js';
export type { Thresholds } from './threshold-options.js';
