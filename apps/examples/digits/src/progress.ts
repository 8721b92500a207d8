/** The live line of a training in the terminal. */
import type { BatchLogs, Callback, Logs, TrainingInfo } from '@isograd/layers';
import { Presets, SingleBar } from 'cli-progress';

/** What shows a training. */
export interface Progress {
  readonly callback: Callback;
  /** Writes a line of its own; the bar of the epoch ends above it. */
  say(message: string): void;
}

/** A bar for each epoch with loss, accuracy, speed and the time that remains; plain lines where there is no terminal. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let info: TrainingInfo = { epochs: 0, stepsPerEpoch: null, examplesPerEpoch: null };
  let bar: SingleBar | undefined;
  let start = 0;
  let examplesSeen = 0;

  const columns = (means: Logs): Record<string, string> => {
    const rate = examplesSeen / ((performance.now() - start) / 1000);
    const remaining = (info.examplesPerEpoch ?? 0) * info.epochs - examplesSeen;
    return {
      loss: (means['loss'] ?? 0).toFixed(4),
      accuracy: (means['accuracy'] ?? 0).toFixed(4),
      rate: rate.toFixed(0).padStart(5),
      left: remaining > 0 ? `${(remaining / rate).toFixed(0)} s left` : 'done',
    };
  };

  const endBar = (): void => {
    bar?.stop();
    bar = undefined;
  };

  const callback: Callback = {
    onTrainBegin(training) {
      info = training;
      start = performance.now();
    },
    onEpochBegin(epoch) {
      if (!stream.isTTY) return;
      const title = `epoch ${String(epoch + 1).padStart(String(info.epochs).length)}/${info.epochs}`;
      bar = new SingleBar(
        {
          stream,
          format: `${title} {bar} loss {loss}  accuracy {accuracy}  {rate} examples/s  {left}`,
          hideCursor: true,
          barsize: 24,
        },
        Presets.shades_classic,
      );
      bar.start(info.stepsPerEpoch ?? 0, 0, { loss: '-', accuracy: '-', rate: '-', left: '' });
    },
    onBatchEnd(_batch, logs: BatchLogs) {
      examplesSeen += logs.size;
      bar?.increment(1, columns(logs));
    },
    onEpochEnd(epoch, means) {
      const hadBar = bar !== undefined;
      endBar();
      if (hadBar) return;
      const { loss, accuracy, rate, left } = columns(means);
      stream.write(
        `epoch ${epoch + 1}/${info.epochs}  loss ${loss}  accuracy ${accuracy}  ${rate} examples/s  ${left}\n`,
      );
    },
  };

  return {
    callback,
    say(message) {
      endBar();
      stream.write(`${message}\n`);
    },
  };
}
