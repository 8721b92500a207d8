/** Options of `fit` and its companions, with Keras's names. */
import type { NdArray } from '@isograd/core';
import type { Dataset } from '@isograd/data';
import type { Callbacks } from './callback.js';
import type { ClassWeight } from './class-weights.js';
import type { DataInputs } from './host-data.js';
import type { EventListener } from './training-event.js';

/** Examples to validate on: inputs, targets and, if need be, a weight an example. */
export interface ValidationData {
  readonly x: DataInputs;
  /** Left out by models whose layers add all that is minimised. */
  readonly y?: DataInputs;
  /** As in `fit`. */
  readonly sampleWeight?: DataInputs;
}

/** Inputs, targets and, if need be, weights, in the order of tfjs-layers and Keras. */
export type ValidationTuple =
  | readonly [x: DataInputs, y: DataInputs]
  | readonly [x: DataInputs, y: DataInputs, sampleWeight: DataInputs];

/** Validation data under their names. */
export function asValidationData(data: ValidationData | ValidationTuple): ValidationData {
  const [x, y, sampleWeight] = isValidationTuple(data) ? data : [data.x, data.y, data.sampleWeight];
  return dataOf(x, y, { ...(sampleWeight && { sampleWeight }) });
}

function isValidationTuple(data: ValidationData | ValidationTuple): data is ValidationTuple {
  return Array.isArray(data);
}

/** The data of a call, without what was left out. */
export function dataOf(
  x: DataInputs,
  y: DataInputs | undefined,
  { sampleWeight }: { readonly sampleWeight?: DataInputs },
): ValidationData {
  return { x, ...(y === undefined ? {} : { y }), ...(sampleWeight === undefined ? {} : { sampleWeight }) };
}

/** Who watches a call. */
export interface WatchOptions {
  /** One or several; they are called in their order. Default: none. */
  readonly callbacks?: Callbacks;
  /** Told of all that happens, as plain JSON. Default: nobody. */
  readonly onEvent?: EventListener;
}

/** Options of `predict`, with Keras's names. */
export interface PredictOptions extends WatchOptions {
  /** Examples in a batch; no result depends on it but for rounding. Default: 32. */
  readonly batchSize?: number;
}

/** Options of `evaluate`, with Keras's names. */
export interface EvaluateOptions extends WatchOptions {
  /** Examples in a batch; no result depends on it but for rounding. Default: 32. */
  readonly batchSize?: number;
  /** A weight an example, `[batch]`, or `[batch, time]` for sequences; a list has one for each output. Default: 1. */
  readonly sampleWeight?: DataInputs;
}

/** Options of `fit`, with Keras's names. */
export interface FitOptions extends WatchOptions {
  /** Number of the epoch before which to stop. Default: 1. */
  readonly epochs?: number;
  /** Examples in a batch. Default: 32. */
  readonly batchSize?: number;
  /** Whether each epoch has an order of its own. Default: true. */
  readonly shuffle?: boolean;
  /** Seed of the orders. Default: the seed of the model. */
  readonly seed?: number;
  /** A weight an example, `[batch]`, or `[batch, time]` for sequences; a list has one for each output. Default: 1. */
  readonly sampleWeight?: DataInputs;
  /** A weight for some classes by number, for targets that are class numbers or one-hot rows. Default: 1. */
  readonly classWeight?: ClassWeight;
  /** Examples to validate on after each epoch; as tfjs-layers has it also `[x, y]` or `[x, y, sampleWeight]`. Default: none. */
  readonly validationData?: ValidationData | ValidationTuple;
  /** Share of the examples, from the end and before shuffling, to validate on instead; from 0 to below 1. */
  readonly validationSplit?: number;
  /** Number of the first epoch, to go on where a training ended. Default: 0. */
  readonly initialEpoch?: number;
}

/** One batch of a data set. */
export type DatasetBatch = {
  readonly x: BatchArrays;
  readonly y?: BatchArrays;
  readonly sampleWeight?: BatchArrays;
};

/** The arrays of one batch, in the order of the inputs or outputs or by name; or the only one. */
export type BatchArrays = NdArray | readonly NdArray[] | Readonly<Record<string, NdArray>>;

/** Options of `fitDataset`. */
export interface FitDatasetOptions extends WatchOptions {
  /** Number of the epoch before which to stop. Default: 1. */
  readonly epochs?: number;
  /** Batches of an epoch. Default: all of the data set. */
  readonly stepsPerEpoch?: number;
  /** Batches to validate on after each epoch. Default: none. */
  readonly validationData?: Dataset<DatasetBatch>;
  /** Number of the first epoch. Default: 0. */
  readonly initialEpoch?: number;
}
