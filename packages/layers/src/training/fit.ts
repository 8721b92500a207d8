/** The training loop. */
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { emptyData, lossNotFinite } from '../messages.js';
import { breather } from './breathing.js';
import type { Callback, History, Logs, TrainingInfo } from './callback.js';
import { type Examples, exampleCount } from './examples.js';
import type { Trainer } from './trainer.js';

/** What the loop runs over. */
export interface FitPlan {
  readonly where: string;
  readonly trainer: Trainer;
  readonly info: TrainingInfo;
  readonly initialEpoch: number;
  readonly callbacks: readonly Callback[];
  /** Checked batches of an epoch. */
  batches(epoch: number): Iterable<Examples> | AsyncIterable<Examples>;
  /** Checked batches to validate on after each epoch; undefined for none. */
  readonly validation: (() => Iterable<Examples> | AsyncIterable<Examples>) | undefined;
  /** Whether somebody asked to stop. */
  isStopped(): boolean;
}

/**
 * Trains for the epochs of the plan, or until it is stopped; a stopped epoch ends after its current batch and is
 * reported like a complete one.
 *
 * @throws {ValueError} DATA_EMPTY, LOSS_NOT_FINITE
 */
export async function runFit(plan: FitPlan): Promise<History> {
  const { where, trainer, info, callbacks } = plan;
  const epochs: number[] = [];
  const history: Record<string, number[]> = {};
  const breathe = breather();
  let step = 0;
  for (const callback of callbacks) await callback.onTrainBegin?.(info);
  for (let epoch = plan.initialEpoch; epoch < info.epochs && !plan.isStopped(); epoch++) {
    for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
    trainer.metrics.reset();
    let means: Logs | undefined;
    let batchNumber = 0;
    for await (const batch of plan.batches(epoch)) {
      for (const callback of callbacks) await callback.onBatchBegin?.(batchNumber);
      const [batchLoss, logs] = await readStep(trainer, await trainer.trainStep(batch));
      if (!Number.isFinite(batchLoss)) throw lossNotFinite(where, batchLoss, step);
      means = logs;
      for (const callback of callbacks) {
        await callback.onBatchEnd?.(batchNumber, { batchLoss, size: exampleCount(batch), means });
      }
      batchNumber++;
      step++;
      await breathe();
      if (plan.isStopped()) break;
    }
    if (means === undefined) throw emptyData(where);
    const logs: Record<string, number> = { ...means };
    if (plan.validation !== undefined) {
      const validation = await runEvaluate(where, trainer, plan.validation());
      for (const [name, value] of Object.entries(validation)) logs[`val_${name}`] = value;
    }
    epochs.push(epoch);
    for (const [name, value] of Object.entries(logs)) (history[name] ??= []).push(value);
    for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs);
  }
  for (const callback of callbacks) await callback.onTrainEnd?.();
  return { epochs, history };
}

/**
 * Loss and metrics over all batches.
 *
 * @throws {ValueError} DATA_EMPTY
 */
export async function runEvaluate(
  where: string,
  trainer: Trainer,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
): Promise<Logs> {
  const breathe = breather();
  trainer.metrics.reset();
  let isEmpty = true;
  for await (const batch of batches) {
    isEmpty = false;
    (await trainer.testStep(batch)).dispose();
    await breathe();
  }
  if (isEmpty) throw emptyData(where);
  return readMeans(trainer);
}

/** Downloads what a step returned: the loss of the batch, and the mean loss and metrics so far. */
export async function readStep(trainer: Trainer, result: Tensor1D): Promise<[number, Logs]> {
  try {
    const [batchLoss = Number.NaN, ...means] = await result.data();
    return [batchLoss, trainer.metrics.toLogs(means)];
  } finally {
    result.dispose();
  }
}

async function readMeans(trainer: Trainer): Promise<Logs> {
  const result = trainer.metrics.resultAfter([]);
  try {
    return trainer.metrics.toLogs(await result.data());
  } finally {
    result.dispose();
  }
}
