/** Saves the model while it trains. */
import { platform } from '#platform';
import { badOption } from '../messages.js';
import { booleanOption, finiteNumber, positiveInteger } from '../option-checks.js';
import type { Callback, Logs, TrainedModel } from '../training/callback.js';
import { type MonitorOptions, monitorOf } from './monitor.js';
import { fillTemplate } from './path-template.js';
import { verbosity } from './verbosity.js';

/** Options of `modelCheckpoint`, with Keras's names and defaults. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** 1 prints every save. Default: 0. */
  readonly verbose?: 0 | 1;
  /** Whether only an improvement of `monitor` is saved. Default: false. */
  readonly saveBestOnly?: boolean;
  /** Whether the weights alone are saved. Default: false: also the model and the state of its optimizer. */
  readonly saveWeightsOnly?: boolean;
  /** At the end of each epoch, or after this many batches. Default: `epoch`. */
  readonly saveFreq?: 'epoch' | number;
  /** With `saveBestOnly`, nothing worse than this is saved. Default: none. */
  readonly initialValueThreshold?: number;
}

/**
 * Saves the model at the end of each epoch, or every few batches.
 *
 * @param filepath - Where, as `model.save` takes it. Fields are filled in as in Python: `{epoch:02d}`, from 1, `{batch}`,
 * from 1, and the logs: `{val_loss:.2f}`. Without fields, each model takes the place of the one before; a save that
 * fails leaves that one.
 * @throws {ValueError} LAYER_OPTION, MONITOR_MODE; CHECKPOINT_TEMPLATE while it trains @throws {IoError} STORAGE_…
 * @example
 * import { modelCheckpoint } from '@isograd/layers';
 * const callback = modelCheckpoint('checkpoints/{epoch:02d}-{val_loss:.2f}', { saveBestOnly: true });
 */
export function modelCheckpoint(filepath: string, options: ModelCheckpointOptions = {}): Callback {
  const name = 'ModelCheckpoint';
  const { saveFreq = 'epoch', initialValueThreshold } = options;
  if (typeof filepath !== 'string' || filepath === '') throw badOption(name, 'filepath', filepath, 'a path');
  const savesBest = booleanOption(name, 'saveBestOnly', options.saveBestOnly ?? false);
  const savesWeights = booleanOption(name, 'saveWeightsOnly', options.saveWeightsOnly ?? false);
  const everyBatches = saveFreq === 'epoch' ? undefined : positiveInteger(name, 'saveFreq', saveFreq);
  const isVerbose = verbosity(name, options.verbose);
  const monitor = savesBest ? monitorOf(name, options) : undefined;
  if (initialValueThreshold !== undefined) finiteNumber(name, 'initialValueThreshold', initialValueThreshold);

  let model: TrainedModel | undefined;
  let best = initialValueThreshold;
  let epochNumber = 0;
  let batches = 0;

  const save = async (logs: Logs, place: Readonly<Record<string, number>>): Promise<void> => {
    const value = monitor?.valueIn(logs);
    if (value !== undefined && monitor?.isImprovement(value, best) === false) return;
    const location = fillTemplate(name, filepath, { ...logs, ...place });
    await (savesWeights ? model?.saveWeights(location) : model?.save(location));
    best = value ?? best; // only now: what was not saved is not the best that is kept
    if (isVerbose) platform.writeLine(`Epoch ${epochNumber + 1}: the model was saved to ${location}`);
  };

  return {
    name,
    setModel: (trained) => {
      model = trained;
    },
    onEpochBegin: (epoch) => {
      epochNumber = epoch;
    },
    onTrainBatchEnd: async (batch, { size: _size, batchLoss: _batchLoss, ...logs }) => {
      if (everyBatches === undefined || ++batches < everyBatches) return;
      batches = 0;
      await save(logs, { epoch: epochNumber + 1, batch: batch + 1 });
    },
    onEpochEnd: async (epoch, logs) => {
      if (everyBatches === undefined) await save(logs, { epoch: epoch + 1 });
    },
  };
}
