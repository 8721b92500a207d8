/** A number of the logs that is watched for improvement: what early stopping, checkpoints and plateaus share. */
import { warnOnce } from '@isograd/core';
import { badOption } from '../messages.js';
import { finiteNumber, oneOf } from '../option-checks.js';
import type { Logs } from '../training/callback.js';
import { monitorMissing, noDirection } from './callback-messages.js';

/** Options of callbacks that watch a number, with Keras's names. */
export interface MonitorOptions {
  /** Name in the logs of an epoch. Default: `val_loss`. */
  readonly monitor?: string;
  /**
   * Whether less is better, or more. Default: `auto`, by the name: less of a loss or error, more of an accuracy or
   * score; where the name does not tell, an error says so.
   */
  readonly mode?: 'auto' | 'min' | 'max';
}

/** A checked monitor. */
export interface Monitor {
  readonly name: string;
  /** The number in the logs; undefined, with a warning once, when there is none. */
  valueIn(logs: Logs): number | undefined;
  /** Whether `value` is better than `reference` by more than the least change; always, without a reference. */
  isImprovement(value: number, reference: number | undefined): boolean;
}

const falling = /loss|error|crossentropy|cross_entropy|divergence|hinge|poisson|logcosh|log_cosh|perplexity|false/i;
const rising = /acc|auc|precision|recall|f1|score|iou|similarity|sensitivity|specificity|true|r2|correlation/i;

/**
 * Checks options.
 *
 * @param where - Name of the callback.
 * @param minDelta - Smallest change that counts; its sign does not.
 * @throws {ValueError} LAYER_OPTION, MONITOR_MODE
 */
export function monitorOf(where: string, options: MonitorOptions, minDelta = 0): Monitor {
  const { monitor = 'val_loss', mode = 'auto' } = options;
  if (typeof monitor !== 'string' || monitor === '') throw badOption(where, 'monitor', monitor, 'a name in the logs');
  oneOf(where, 'mode', mode, ['auto', 'min', 'max']);
  const least = Math.abs(finiteNumber(where, 'minDelta', minDelta));
  const isLess = mode === 'auto' ? isLessBetter(where, monitor) : mode === 'min';
  return {
    name: monitor,
    valueIn: (logs) => {
      const value = Object.hasOwn(logs, monitor) ? logs[monitor] : undefined;
      if (value === undefined) {
        const code = `MONITOR_MISSING ${where} ${monitor}`;
        warnOnce(code, monitorMissing(where, monitor, Object.keys(logs)));
      }
      return value;
    },
    isImprovement: (value, reference) => {
      if (reference === undefined) return true;
      return isLess ? value + least < reference : value - least > reference;
    },
  };
}

function isLessBetter(where: string, monitor: string): boolean {
  const isLess = falling.test(monitor);
  if (isLess === rising.test(monitor) && !monitor.endsWith('loss')) throw noDirection(where, monitor);
  return isLess;
}
