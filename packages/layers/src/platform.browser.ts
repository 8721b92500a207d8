/** What a page has instead of files and a terminal. */
import type { Platform } from './platform.js';
import { downloadStorage } from './saving/download-storage.js';
import { indexedDbStorage } from './saving/indexeddb-storage.js';
import { opfsStorage } from './saving/opfs-storage.js';
import { noTextFiles } from './saving/storage-messages.js';

export const platform: Platform = {
  storages: { downloads: downloadStorage, opfs: opfsStorage, indexeddb: indexedDbStorage },
  openTextLog: (path) => Promise.reject(noTextFiles(path)),
  hasTerminal: false,
  startBar: async () => ({ update: () => {}, stop: () => {} }),
  writeLine: (line) => globalThis.console.info(line),
};
