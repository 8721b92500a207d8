/** Folders and files on a disk. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import type { FileSystem } from './file-system.js';
import { storageTooLarge } from './storage-messages.js';

export const fileSystem: FileSystem = {
  read: (path, maxBytes) =>
    unlessAbsent(async () => {
      const { size } = await stat(path);
      if (size > maxBytes) throw storageTooLarge(path, `${size} bytes`, maxBytes);
      return new Uint8Array(await readFile(path));
    }),
  write: async (path, bytes) => {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  move: async (from, to) =>
    (await unlessAbsent(async () => {
      await rename(from, to);
      return true;
    })) ?? false,
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  list: (path) => unlessAbsent(() => readdir(path)),
  remove: (path) => rm(path, { recursive: true, force: true }),
  settle: async (folder) => {
    if (process.platform === 'win32') return; // folders cannot be opened there, and NTFS keeps a journal of moves
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** Undefined when what it looks for is not there. */
async function unlessAbsent<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
