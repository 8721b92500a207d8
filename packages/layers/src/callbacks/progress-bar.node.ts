/** A bar in a terminal, which it leaves in order whatever ends the training. */
import type { ProgressBar } from '../platform.js';

/**
 * Starts a bar.
 *
 * @param total - Steps until it is full; 0 when nobody knows.
 * @param stream - A terminal.
 */
export async function startBar(title: string, total: number, stream: NodeJS.WritableStream): Promise<ProgressBar> {
  const { Presets, SingleBar } = await import('cli-progress'); // most programs that train draw none
  const bar = new SingleBar(
    {
      format: total > 0 ? `${title} {bar} {value}/{total}  {text}` : `${title} {value}  {text}`,
      hideCursor: true,
      barsize: 24,
      gracefulExit: false, // it would swallow the first Ctrl-C
      fps: 10,
      stream,
    },
    Presets.shades_classic,
  );
  const stop = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
    bar.stop();
  };
  /** Puts the terminal in order, and lets the signal do what it would have done. */
  const onSignal = (signal: NodeJS.Signals): void => {
    stop();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  bar.start(total, 0, { text: '' });
  return { update: (done, text) => bar.update(done, { text }), stop };
}

const signals = ['SIGINT', 'SIGTERM'] as const;
