/** What a program can do while a model trains. */

/** Numbers by name: `loss`, `accuracy`, `val_loss`. */
export type Logs = Readonly<Record<string, number>>;

/** What a callback is told of a batch. */
export interface BatchLogs {
  /** Loss of this batch alone. */
  readonly batchLoss: number;
  /** Number of examples in this batch. */
  readonly size: number;
  /** Running means over the epoch so far: `loss` and the metrics. */
  readonly means: Logs;
}

/** What a callback is told of the training. */
export interface TrainingInfo {
  readonly epochs: number;
  /** Steps of an epoch, or null when the data set does not say. */
  readonly stepsPerEpoch: number | null;
  /** Examples of an epoch, or null when the data set does not say. */
  readonly examplesPerEpoch: number | null;
}

/** Functions that `fit` calls, with Keras's names; each may be async and is awaited. */
export interface Callback {
  onTrainBegin?(info: TrainingInfo): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  onBatchBegin?(batch: number): void | Promise<void>;
  onBatchEnd?(batch: number, logs: BatchLogs): void | Promise<void>;
  /** `logs` has the means of the epoch, and those on the validation data with the prefix `val_`. */
  onEpochEnd?(epoch: number, logs: Logs): void | Promise<void>;
  onTrainEnd?(): void | Promise<void>;
}

/** What `fit` returns. */
export interface History {
  /** Numbers of the epochs that were completed, from 0. */
  readonly epochs: readonly number[];
  /** For each name one number an epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}
