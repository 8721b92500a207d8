/** The training loop. */
import { IsogradError } from '@isograd/core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { emptyData } from './data-messages.js';
import { lossNotFinite } from './training-messages.js';
import { breather } from './breathing.js';
import type { EpochLogs, History, Logs, TrainingInfo } from './callback.js';
import { type Examples, exampleCount } from './examples.js';
import type { Trainer } from './trainer.js';
import type { Emit } from './training-event.js';

/** What the loop runs over. */
export interface FitPlan {
  readonly where: string;
  readonly trainer: Trainer;
  readonly info: TrainingInfo;
  readonly initialEpoch: number;
  /** Tells whoever watches. */
  readonly emit: Emit;
  /** Checked batches of an epoch. */
  batches(epoch: number): Iterable<Examples> | AsyncIterable<Examples>;
  /** Checked batches to validate on after each epoch; undefined for none. */
  readonly validation: (() => Iterable<Examples> | AsyncIterable<Examples>) | undefined;
  /** Whether somebody asked to stop. */
  isStopped(): boolean;
}

/**
 * Trains for the epochs of the plan, or until it is stopped; a stopped epoch ends after its current batch and is
 * reported like a complete one. A loss that is not finite is an error, unless somebody stops the training at it.
 *
 * @throws {ValueError} DATA_EMPTY, LOSS_NOT_FINITE @throws {IsogradError} CALLBACK_FAILED
 */
export async function runFit(plan: FitPlan): Promise<History> {
  try {
    return await runEpochs(plan);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof IsogradError ? error.code : null;
    await plan.emit({ type: 'trainError', message, code }, error).catch(() => {}); // the first error says more
    throw error;
  }
}

async function runEpochs(plan: FitPlan): Promise<History> {
  const { where, trainer, info, initialEpoch, emit } = plan;
  const epochs: number[] = [];
  const history: Record<string, number[]> = {};
  const progress = { step: 0 };
  let logs: EpochLogs = {};
  await emit({ type: 'trainBegin', ...info, initialEpoch });
  for (let epoch = initialEpoch; epoch < info.epochs && !plan.isStopped(); epoch++) {
    const startMs = performance.now();
    await emit({ type: 'epochBegin', epoch });
    logs = { ...(await runEpoch(plan, epoch, progress)) };
    if (plan.validation !== undefined) {
      const validation = await runEvaluate(where, trainer, plan.validation(), emit);
      for (const [name, value] of Object.entries(validation)) logs[`val_${name}`] = value;
    }
    await emit({ type: 'epochEnd', epoch, logs, durationMs: performance.now() - startMs });
    epochs.push(epoch);
    for (const [name, value] of Object.entries(logs)) (history[name] ??= []).push(value);
  }
  await emit({ type: 'trainEnd', logs, isStopped: plan.isStopped() });
  return { epochs, history };
}

/** The batches of one epoch; returns the means over them. */
async function runEpoch(plan: FitPlan, epoch: number, progress: { step: number }): Promise<Logs> {
  const { where, trainer, emit } = plan;
  const breathe = breather();
  const startMs = performance.now();
  let logs: Logs | undefined;
  let batch = 0;
  let examples = 0;
  trainer.metrics.reset();
  for await (const data of plan.batches(epoch)) {
    const { step } = progress;
    await emit({ type: 'batchBegin', epoch, batch, step });
    const [batchLoss, means] = await readStep(trainer, await trainer.trainStep(data));
    logs = means;
    const size = exampleCount(data);
    examples += size;
    const examplesPerSecond = (1000 * examples) / (performance.now() - startMs);
    await emit({ type: 'batchEnd', epoch, batch, step, size, batchLoss, logs, examplesPerSecond });
    if (!Number.isFinite(batchLoss) && !plan.isStopped()) throw lossNotFinite(where, batchLoss, step);
    batch++;
    progress.step++;
    await breathe();
    if (plan.isStopped()) break;
  }
  if (logs === undefined) throw emptyData(where);
  return logs;
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
  emit: Emit,
): Promise<Logs> {
  const breathe = breather();
  let batch = 0;
  await emit({ type: 'testBegin' });
  trainer.metrics.reset();
  for await (const data of batches) {
    await emit({ type: 'testBatchBegin', batch });
    (await trainer.testStep(data)).dispose();
    await emit({ type: 'testBatchEnd', batch, size: exampleCount(data) });
    batch++;
    await breathe();
  }
  if (batch === 0) throw emptyData(where);
  const logs = await readMeans(trainer);
  await emit({ type: 'testEnd', logs });
  return logs;
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
