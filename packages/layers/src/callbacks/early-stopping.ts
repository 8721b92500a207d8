/** Ends a training that no longer improves. */
import { platform } from '#platform';
import type { NdArray } from '@isograd/core';
import { booleanOption, countOption, finiteNumber } from '../option-checks.js';
import type { Callback, TrainedModel } from '../training/callback.js';
import { type MonitorOptions, monitorOf } from './monitor.js';
import { verbosity } from './verbosity.js';

/** Options of `earlyStopping`, with Keras's names and defaults. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Smallest change that counts as an improvement. Default: 0. */
  readonly minDelta?: number;
  /** Epochs without improvement after which training ends. Default: 0. */
  readonly patience?: number;
  /** 1 prints when it stops. Default: 0. */
  readonly verbose?: 0 | 1;
  /** Only better values than this restart the patience. Default: none. */
  readonly baseline?: number;
  /** Whether the weights of the best epoch come back when training ends. Default: false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one are not looked at. Default: 0. */
  readonly startFromEpoch?: number;
}

/** The callback, and what it has seen. */
export interface EarlyStopping extends Callback {
  /** Best value of the last training. */
  readonly best: number | undefined;
  /** Epoch of the best value, from 0. */
  readonly bestEpoch: number;
  /** Epoch after which it stopped, from 0; 0 when it did not. */
  readonly stoppedEpoch: number;
}

/**
 * Stops when `monitor` has not improved for `patience` epochs.
 *
 * As in Keras, the best weights come back also when training ends for another reason, and it never stops after the
 * first epoch. Keras restores weights alone; so do we: the state of the optimizer stays that of the last epoch.
 *
 * @throws {ValueError} LAYER_OPTION, MONITOR_MODE
 * @example
 * import { dense, earlyStopping, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })] });
 * const fit = (x: Float32Array, y: Float32Array) =>
 *   model.fit(x, y, {
 *     epochs: 100,
 *     validationSplit: 0.2,
 *     callbacks: earlyStopping({ patience: 5, restoreBestWeights: true }),
 *   });
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const name = 'EarlyStopping';
  const { minDelta = 0, baseline } = options;
  const patience = countOption(name, 'patience', options.patience ?? 0);
  const startFromEpoch = countOption(name, 'startFromEpoch', options.startFromEpoch ?? 0);
  const restoresBest = booleanOption(name, 'restoreBestWeights', options.restoreBestWeights ?? false);
  const isVerbose = verbosity(name, options.verbose);
  const monitor = monitorOf(name, options, minDelta);
  if (baseline !== undefined) finiteNumber(name, 'baseline', baseline);

  let model: TrainedModel | undefined;
  let wait = 0;
  let best: number | undefined;
  let bestEpoch = 0;
  let bestWeights: NdArray[] | undefined;
  let stoppedEpoch = 0;
  return {
    name,
    get best() {
      return best;
    },
    get bestEpoch() {
      return bestEpoch;
    },
    get stoppedEpoch() {
      return stoppedEpoch;
    },
    setModel: (trained) => {
      model = trained;
    },
    onTrainBegin: () => {
      [wait, bestEpoch, stoppedEpoch] = [0, 0, 0];
      best = undefined;
      bestWeights = undefined;
    },
    onEpochEnd: async (epoch, logs) => {
      const value = monitor.valueIn(logs);
      if (value === undefined || epoch < startFromEpoch) return;
      wait++;
      const isBest = monitor.isImprovement(value, best);
      if (restoresBest && (isBest || bestWeights === undefined)) {
        bestWeights = await model?.getWeights();
        bestEpoch = epoch;
      }
      if (isBest) {
        best = value;
        bestEpoch = epoch;
        if (baseline === undefined || monitor.isImprovement(value, baseline)) wait = 0;
      } else if (wait >= patience && epoch > 0) {
        stoppedEpoch = epoch;
        if (model !== undefined) model.stopTraining = true;
      }
    },
    onTrainEnd: () => {
      if (isVerbose && stoppedEpoch > 0) platform.writeLine(`Epoch ${stoppedEpoch + 1}: early stopping`);
      if (bestWeights === undefined) return;
      if (isVerbose) platform.writeLine(`Restoring the weights of the best epoch, ${bestEpoch + 1}`);
      model?.setWeights(bestWeights);
      bestWeights = undefined;
    },
  };
}
