/** Files and the terminal in Node. */
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import type { Platform, ProgressBar } from './platform.js';
import { fileStorage } from './saving/file-storage.js';
import { fileSystem } from './saving/file-system.node.js';
import { storageError } from './saving/storage-messages.js';

export const platform: Platform = {
  storages: {
    file: (location) => fileStorage(slashes(location).replace(/(?<=.)\/+$/, ''), fileSystem),
  },
  openTextLog: async (path, isContinued) => {
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, isContinued ? 'a' : 'w');
      const { size } = await stat(path);
      const write = async (text: string): Promise<void> => void (await file.appendFile(text));
      return { log: { write, close: () => file.close() }, wasEmpty: size === 0 };
    } catch (cause) {
      throw storageError(path, 'write', cause);
    }
  },
  get hasTerminal() {
    return process.stdout.isTTY;
  },
  startBar,
  writeLine: (line) => void process.stdout.write(`${line}\n`),
};

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** Loaded where a bar is drawn: most programs that train draw none. */
async function startBar(title: string, total: number): Promise<ProgressBar> {
  const { Presets, SingleBar } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: total > 0 ? `${title} {bar} {value}/{total}  {text}` : `${title} {value}  {text}`,
      hideCursor: true,
      barsize: 24,
      gracefulExit: false, // it would swallow the first Ctrl-C
      fps: 10,
      stream: process.stdout,
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
