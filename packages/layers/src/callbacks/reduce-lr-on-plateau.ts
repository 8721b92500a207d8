/** Lowers the learning rate when a number stops improving. */
import { platform } from '#platform';
import { badOption } from '../messages.js';
import { countOption, nonNegativeNumber } from '../option-checks.js';
import type { Callback, TrainedModel } from '../training/callback.js';
import { type MonitorOptions, monitorOf } from './monitor.js';
import { verbosity } from './verbosity.js';

/** Options of `reduceLROnPlateau`, with Keras's names and defaults. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The new rate is the old one times this, below 1. Default: 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate falls. Default: 10. */
  readonly patience?: number;
  /** 1 prints every change. Default: 0. */
  readonly verbose?: 0 | 1;
  /** Smallest change that counts as an improvement. Default: 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a change in which nothing is counted. Default: 0. */
  readonly cooldown?: number;
  /** The rate does not fall below. Default: 0. */
  readonly minLr?: number;
}

/**
 * Multiplies the learning rate by `factor` when `monitor` has not improved for `patience` epochs, and adds the rate of
 * each epoch to the logs as `learningRate` (Keras: `learning_rate`).
 *
 * @throws {ValueError} LAYER_OPTION, MONITOR_MODE @throws {StateError} when a schedule decides about the rate
 * @example
 * import { reduceLROnPlateau } from '@isograd/layers';
 * const callback = reduceLROnPlateau({ monitor: 'val_loss', factor: 0.2, patience: 5, minLr: 0.001 });
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const name = 'ReduceLROnPlateau';
  const factor = nonNegativeNumber(name, 'factor', options.factor ?? 0.1);
  if (factor >= 1) throw badOption(name, 'factor', factor, 'a number from 0 up to, not including, 1');
  const patience = countOption(name, 'patience', options.patience ?? 10);
  const cooldown = countOption(name, 'cooldown', options.cooldown ?? 0);
  const minLr = nonNegativeNumber(name, 'minLr', options.minLr ?? 0);
  const isVerbose = verbosity(name, options.verbose);
  const monitor = monitorOf(name, options, options.minDelta ?? 1e-4);

  let model: TrainedModel | undefined;
  let best: number | undefined;
  let wait = 0;
  let cooling = 0;
  return {
    name,
    setModel: (trained) => {
      model = trained;
    },
    onTrainBegin: () => {
      best = undefined;
      [wait, cooling] = [0, 0];
    },
    onEpochEnd: async (epoch, logs) => {
      if (model === undefined) return;
      const rate = await model.getLearningRate();
      logs['learningRate'] = rate;
      const value = monitor.valueIn(logs);
      if (value === undefined) return;
      if (cooling > 0) {
        cooling--;
        wait = 0;
      }
      if (monitor.isImprovement(value, best)) {
        best = value;
        wait = 0;
      } else if (cooling === 0 && ++wait >= patience && rate > Math.fround(minLr)) {
        const next = Math.max(rate * factor, minLr);
        model.setLearningRate(next);
        if (isVerbose) platform.writeLine(`Epoch ${epoch + 1}: the learning rate falls to ${next}`);
        cooling = cooldown;
        wait = 0;
      }
    },
  };
}
