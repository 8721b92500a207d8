/** From events to the hooks of callbacks. */
import { IsogradError } from '@isograd/core';
import { callbackFailed } from '../callbacks/callback-messages.js';
import { toList } from '../tensor-list.js';
import type { BatchLogs, Callback, Callbacks, EpochLogs, Logs, TrainedModel } from './callback.js';
import type { Emit, EventListener, TrainingEvent } from './training-event.js';

/** Who wants to know. */
export interface Watchers {
  /** Default: none. */
  readonly callbacks?: Callbacks | undefined;
  /** Told of every event, after the callbacks. Default: nobody. */
  readonly onEvent?: EventListener | undefined;
}

const noLogs: Logs = {};

/**
 * The function that tells watchers of an event. What one of them throws comes out with its name.
 *
 * @param where - Who emits, for messages.
 */
export async function emitterFor(
  where: string,
  model: TrainedModel,
  { callbacks = [], onEvent }: Watchers,
): Promise<Emit> {
  const named = toList(callbacks).map((callback, index) => ({
    callback,
    name: `${where}, callback ${callback.name === undefined ? `number ${index}` : `"${callback.name}"`}`,
  }));
  for (const { name, callback } of named) await guarded(name, () => callback.setModel?.(model));
  return async (details, error) => {
    const event = { ...details, timeMs: Date.now() } as TrainingEvent;
    for (const { name, callback } of named) await guarded(name, () => callHook(callback, event, error));
    if (onEvent !== undefined) await guarded(`${where}, onEvent`, () => onEvent(event));
  };
}

async function guarded(name: string, run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw error instanceof IsogradError ? error.within(name) : callbackFailed(name, error);
  }
}

/** Calls what a callback has for an event; a hook of a batch goes before its alias. */
function callHook(callback: Callback, event: TrainingEvent, error: unknown): unknown {
  switch (event.type) {
    case 'trainBegin': {
      const { epochs, stepsPerEpoch, examplesPerEpoch } = event;
      return callback.onTrainBegin?.({ epochs, stepsPerEpoch, examplesPerEpoch });
    }
    case 'epochBegin':
      return callback.onEpochBegin?.(event.epoch, noLogs);
    case 'batchBegin':
      if (callback.onTrainBatchBegin !== undefined) return callback.onTrainBatchBegin(event.batch, noLogs);
      return callback.onBatchBegin?.(event.batch, noLogs);
    case 'batchEnd': {
      const { batchLoss, size } = event;
      const logs: BatchLogs = { ...event.logs, batchLoss, size };
      if (callback.onTrainBatchEnd !== undefined) return callback.onTrainBatchEnd(event.batch, logs);
      return callback.onBatchEnd?.(event.batch, logs);
    }
    case 'testBegin':
      return callback.onTestBegin?.(noLogs);
    case 'testBatchBegin':
      return callback.onTestBatchBegin?.(event.batch, noLogs);
    case 'testBatchEnd':
      return callback.onTestBatchEnd?.(event.batch, { size: event.size });
    case 'testEnd':
      return callback.onTestEnd?.(event.logs);
    case 'predictBegin':
      return callback.onPredictBegin?.(noLogs);
    case 'predictBatchBegin':
      return callback.onPredictBatchBegin?.(event.batch, noLogs);
    case 'predictBatchEnd':
      return callback.onPredictBatchEnd?.(event.batch, { size: event.size });
    case 'predictEnd':
      return callback.onPredictEnd?.(noLogs);
    case 'epochEnd':
      return callback.onEpochEnd?.(event.epoch, event.logs as EpochLogs);
    case 'trainEnd':
      return callback.onTrainEnd?.(event.logs);
    case 'trainError':
      return callback.onTrainError?.(error);
  }
}
