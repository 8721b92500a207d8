/** Shows how a training gets on. */
import { platform } from '#platform';
import { badOption } from '../messages.js';
import type { ProgressBar } from '../platform.js';
import type { Callback, Logs, TrainingInfo } from '../training/callback.js';

/** Options of `progress`. */
export interface ProgressOptions {
  /**
   * `auto`: a bar for each epoch in a terminal, and a line for each epoch where the output goes to a file or a page.
   * 1: the bar wherever there is a terminal; 2: lines; 0: nothing. Default: `auto`.
   */
  readonly verbose?: 'auto' | 0 | 1 | 2;
  /** Takes lines instead of the terminal or the console, and there is no bar. Default: none. */
  readonly write?: (line: string) => void;
}

/**
 * Shows epochs with loss, metrics, examples a second and the time that remains.
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { progress } from '@isograd/layers';
 * const lines: string[] = [];
 * const callback = progress({ write: (line) => lines.push(line) });
 */
export function progress(options: ProgressOptions = {}): Callback {
  const name = 'Progress';
  const { verbose = 'auto', write } = options;
  if (!['auto', 0, 1, 2].includes(verbose)) throw badOption(name, 'verbose', verbose, "'auto', 0, 1 or 2");
  if (verbose === 0) return { name };
  const hasBar = write === undefined && verbose !== 2 && platform.hasTerminal;

  let info: TrainingInfo = { epochs: 0, stepsPerEpoch: null, examplesPerEpoch: null };
  let bar: ProgressBar | undefined;
  let firstEpoch: number | undefined;
  let epochNumber = 0;
  let startMs = 0;
  let batches = 0;
  let examples = 0;

  const title = (): string => `epoch ${String(epochNumber + 1).padStart(String(info.epochs).length)}/${info.epochs}`;
  const textOf = (logs: Logs, share: number): string => {
    const seconds = (performance.now() - startMs) / 1000;
    const epochs = epochNumber - (firstEpoch ?? 0) + share; // of those of this training
    const left = epochs > 0 ? (seconds / epochs) * (info.epochs - (firstEpoch ?? 0) - epochs) : undefined;
    const numbers = Object.entries(logs).map(([key, value]) => `${key} ${shown(value)}`);
    const speed = seconds > 0 ? [`${(examples / seconds).toFixed(0)} examples/s`] : [];
    return [...numbers, ...speed, ...(left !== undefined && left > 0 ? [`${duration(left)} left`] : [])].join('  ');
  };
  const end = (): void => {
    bar?.stop();
    bar = undefined;
  };

  return {
    name,
    onTrainBegin: (training) => {
      info = training;
      startMs = performance.now();
      examples = 0;
      firstEpoch = undefined;
    },
    onEpochBegin: async (epoch) => {
      firstEpoch ??= epoch;
      epochNumber = epoch;
      batches = 0;
      if (hasBar) bar = await platform.startBar(title(), info.stepsPerEpoch ?? 0);
    },
    onTrainBatchEnd: (batch, { size, batchLoss: _batchLoss, ...means }) => {
      examples += size;
      batches = batch + 1;
      const { stepsPerEpoch } = info;
      bar?.update(batches, textOf(means, stepsPerEpoch === null ? 0 : batches / stepsPerEpoch));
    },
    onEpochEnd: (_epoch, logs) => {
      const text = textOf(logs, 1);
      if (bar === undefined) (write ?? platform.writeLine)(`${title()}  ${text}`);
      else bar.update(batches, text);
      end();
    },
    onTrainEnd: end,
    onTrainError: end,
  };
}

/** Four digits that count, in as few letters as a line has room for. */
function shown(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toFixed(4);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
