/** Intersection over union of segmentations. */
import {
  add,
  cast,
  div,
  equal,
  gather,
  greater,
  greaterEqual,
  mul,
  range,
  reshape,
  sub,
  sum,
  type Tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { epsilon } from '../losses/make-loss.js';
import { badOption } from '../messages.js';
import { finiteNumber } from '../option-checks.js';
import {
  addToMatrix,
  type ClassOptions,
  type ClassSettings,
  matrixShapes,
  readClassOptions,
} from './confusion-matrix.js';
import type { Metric, MetricBatch } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';

/** Options of `meanIoU` and `oneHotMeanIoU`, with Keras's names. */
export interface MeanIoUOptions extends MetricOptions, ClassOptions {
  /** Classes are numbers from 0 to this less 1. */
  readonly numClasses: number;
}

/** Options of `iou` and `oneHotIoU`, with Keras's names. */
export interface IoUOptions extends MeanIoUOptions {
  /** The classes that are averaged. */
  readonly targetClassIds: readonly number[];
}

/** Options of `binaryIoU`, with Keras's names. */
export interface BinaryIoUOptions extends MetricOptions {
  /** Which of the classes 0 and 1 are averaged. Default: both. */
  readonly targetClassIds?: readonly number[];
  /** Predictions of at least this are class 1. Default: 0.5. */
  readonly threshold?: number;
}

/** Both class numbers, as in Keras's `IoU`; or both one-hot rows. */
const sparse = { sparseYTrue: true, sparseYPred: true };
const oneHot = { sparseYTrue: false, sparseYPred: false };

interface Parts {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly settings: ClassSettings;
  readonly targetClassIds: readonly number[];
  /** What is counted instead of the batch. */
  readonly prepare?: (batch: MetricBatch) => MetricBatch;
}

function iouMetric({ name, className, config, settings, targetClassIds, prepare }: Parts): Metric {
  return {
    name,
    className,
    config: { name, ...config },
    stateShapes: (where, outputShape) => matrixShapes(where, outputShape, settings),
    update: (state, batch) => addToMatrix(state, prepare === undefined ? batch : prepare(batch), settings),
    result: ({ matrix }) => meanOfClasses(matrix as Tensor, targetClassIds),
  };
}

/** The mean over the classes that occur, in targets or predictions; 0 where none does. */
function meanOfClasses(matrix: Tensor, targetClassIds: readonly number[]): Tensor {
  const ids = tensor1d([...targetClassIds], 'int32');
  const hits = gather(diagonal(matrix), ids);
  const either = sub(gather(add(sum(matrix, 0), sum(matrix, 1)), ids), hits);
  const occurs = cast(greater(either, 1e-9), 'float32');
  const ious = mul(div(hits, add(either, epsilon)), occurs);
  return div(sum(ious), add(sum(occurs), epsilon));
}

function diagonal(matrix: Tensor): Tensor {
  const [size = 0] = matrix.shape;
  const numbers = range(0, size, 1, 'int32');
  return sum(mul(matrix, cast(equal(reshape(numbers, [size, 1]), numbers), 'float32')), 1);
}

function readTargets(where: string, ids: unknown, numClasses: number): readonly number[] {
  const expected = `a list of class numbers from 0 to ${numClasses - 1}`;
  if (!Array.isArray(ids) || ids.length === 0) throw badOption(where, 'targetClassIds', ids, expected);
  const isClass = (id: unknown): boolean => Number.isInteger(id) && (id as number) >= 0 && (id as number) < numClasses;
  if (!ids.every(isClass)) throw badOption(where, 'targetClassIds', ids, expected);
  return ids as readonly number[];
}

/**
 * TP / (TP + FP + FN) of some classes, averaged. Targets and predictions are class numbers; a model that gives scores
 * needs `sparseYPred: false`.
 *
 * Weights count as they are; Keras rounds them to integers unless told a dtype.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function iou(options: IoUOptions): Metric {
  const name = metricName('iou', options);
  const settings = readClassOptions(name, options.numClasses, options, sparse);
  const targetClassIds = readTargets(name, options.targetClassIds, settings.numClasses);
  return iouMetric({ name, className: 'IoU', config: { ...settings, targetClassIds }, settings, targetClassIds });
}

/**
 * `iou` of two classes, from predictions that are probabilities of class 1.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function binaryIoU(options: BinaryIoUOptions = {}): Metric {
  const name = metricName('binaryIoU', options);
  const threshold = finiteNumber(name, 'threshold', options.threshold ?? 0.5);
  const targetClassIds = readTargets(name, options.targetClassIds ?? [0, 1], 2);
  return iouMetric({
    name,
    className: 'BinaryIoU',
    config: { targetClassIds, threshold },
    settings: readClassOptions(name, 2, {}, sparse),
    targetClassIds,
    prepare: (batch) => ({ ...batch, yPred: cast(greaterEqual(batch.yPred, threshold), 'int32') }),
  });
}

/**
 * The mean of `iou` over all classes that occur. Targets and predictions are class numbers.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function meanIoU(options: MeanIoUOptions): Metric {
  const name = metricName('meanIoU', options);
  const settings = readClassOptions(name, options.numClasses, options, sparse);
  return iouMetric({ name, className: 'MeanIoU', config: { ...settings }, settings, targetClassIds: all(settings) });
}

/**
 * `iou` of targets that are one-hot rows and predictions that are scores of the classes.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function oneHotIoU(options: Omit<IoUOptions, 'sparseYTrue'>): Metric {
  const name = metricName('oneHotIoU', options);
  const settings = readClassOptions(name, options.numClasses, options, oneHot);
  const targetClassIds = readTargets(name, options.targetClassIds, settings.numClasses);
  const { sparseYTrue: _, ...config } = { ...settings, targetClassIds };
  return iouMetric({ name, className: 'OneHotIoU', config, settings, targetClassIds });
}

/**
 * `meanIoU` of targets that are one-hot rows and predictions that are scores of the classes.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function oneHotMeanIoU(options: Omit<MeanIoUOptions, 'sparseYTrue'>): Metric {
  const name = metricName('oneHotMeanIoU', options);
  const settings = readClassOptions(name, options.numClasses, options, oneHot);
  const { sparseYTrue: _, ...config } = settings;
  return iouMetric({ name, className: 'OneHotMeanIoU', config, settings, targetClassIds: all(settings) });
}

const all = ({ numClasses }: ClassSettings): number[] => Array.from({ length: numClasses }, (_, id) => id);
