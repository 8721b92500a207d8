/**
 * What a program can do while a model trains.
 *
 * A callback is an object with some of Keras's hooks, in camel case; each may be async and is awaited. `fit` turns what
 * happens into events (`training-event.ts`) and calls the hooks of every callback, in their order.
 */
import type { NdArray } from '@isograd/core';
import type { ModelLocation } from '../saving/resolve-storage.js';
import type { WeightValues } from '../weight.js';

/** Numbers by name: `loss`, `accuracy`, `val_loss`. */
export type Logs = Readonly<Record<string, number>>;

/**
 * Numbers of an epoch. What a callback adds, the callbacks after it and the history see too: a `val_f1` of one's own can
 * be monitored.
 */
export type EpochLogs = Record<string, number>;

/** What a callback is told of a batch: the means over the epoch so far, `loss` and the metrics, and two numbers of its own. */
export type BatchLogs = Logs & {
  /** Loss of this batch alone. */
  readonly batchLoss: number;
  /** Number of examples in this batch. */
  readonly size: number;
};

/** What a callback is told of a batch of an evaluation or prediction. */
export interface TestBatchLogs {
  /** Number of examples in this batch. */
  readonly size: number;
}

/** What a callback is told of the training. */
export interface TrainingInfo {
  readonly epochs: number;
  /** Steps of an epoch, or null when the data set does not say. */
  readonly stepsPerEpoch: number | null;
  /** Examples of an epoch, or null when the data set does not say. */
  readonly examplesPerEpoch: number | null;
}

/** What a callback may ask of the model; every `Model` is one. */
export interface TrainedModel {
  /** Class and name, for messages. */
  readonly label: string;
  /** Set it to end `fit` after the current batch. */
  stopTraining: boolean;
  /** The learning rate of the next step; under a schedule that of the last. */
  getLearningRate(): Promise<number>;
  setLearningRate(learningRate: number): void;
  /** Lets the weights that the optimizer would have judged stand in for those that it trains, or ends that. */
  useEvaluationWeights(isUsed: boolean): void;
  getWeights(): Promise<NdArray[]>;
  setWeights(values: WeightValues): void;
  /** Writes the model, its weights and the state of its optimizer. */
  save(location: ModelLocation): Promise<void>;
  /** Writes the weights alone. */
  saveWeights(location: ModelLocation): Promise<void>;
}

type Done = void | Promise<void>;

/** Functions that `fit`, `evaluate` and `predict` call, with Keras's names. */
export interface Callback {
  /** For messages. Default: its place in the list. */
  readonly name?: string;
  /** Called first, with the model that is trained. */
  setModel?(model: TrainedModel): Done;
  onTrainBegin?(info: TrainingInfo): Done;
  /** `logs` are those of the last epoch. */
  onTrainEnd?(logs: Logs): Done;
  /** In place of `onTrainEnd` when training ends with an error, which is thrown afterwards. Keras has no such hook. */
  onTrainError?(error: unknown): Done;
  onEpochBegin?(epoch: number, logs: Logs): Done;
  /** `logs` has the means of the epoch, and those on the validation data with the prefix `val_`. */
  onEpochEnd?(epoch: number, logs: EpochLogs): Done;
  onTrainBatchBegin?(batch: number, logs: Logs): Done;
  onTrainBatchEnd?(batch: number, logs: BatchLogs): Done;
  /** As `onTrainBatchBegin`, which goes before it. */
  onBatchBegin?(batch: number, logs: Logs): Done;
  /** As `onTrainBatchEnd`, which goes before it. */
  onBatchEnd?(batch: number, logs: BatchLogs): Done;
  /** Also before the validation within `fit`. */
  onTestBegin?(logs: Logs): Done;
  onTestEnd?(logs: Logs): Done;
  onTestBatchBegin?(batch: number, logs: Logs): Done;
  onTestBatchEnd?(batch: number, logs: TestBatchLogs): Done;
  onPredictBegin?(logs: Logs): Done;
  onPredictEnd?(logs: Logs): Done;
  onPredictBatchBegin?(batch: number, logs: Logs): Done;
  onPredictBatchEnd?(batch: number, logs: TestBatchLogs): Done;
}

/** One callback, or several that are called in their order. */
export type Callbacks = Callback | readonly Callback[];

/** What `fit` returns. */
export interface History {
  /** Numbers of the epochs that were completed, from 0. */
  readonly epochs: readonly number[];
  /** For each name one number an epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}
