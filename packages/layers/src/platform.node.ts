/** Files and the terminal in Node. */
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { startBar } from './callbacks/progress-bar.node.js';
import type { Platform } from './platform.js';
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
  startBar: (title, total) => startBar(title, total, process.stdout),
  writeLine: (line) => void process.stdout.write(`${line}\n`),
};

function slashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
