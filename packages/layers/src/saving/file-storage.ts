/** Models at a path: a folder, or one archive. */
import { IsogradError } from '@isograd/core';
import { packArchive, unpackArchive } from './archive.js';
import type { FileSystem } from './file-system.js';
import { folderStorage } from './folder-storage.js';
import type { ModelStorage } from './model-storage.js';
import { modelNotFound, storageError } from './storage-messages.js';

/** A storage at `path`: an archive if it ends with `.zip`, and a folder otherwise. */
export function fileStorage(path: string, files: FileSystem): ModelStorage {
  const storage = path.endsWith('.zip') ? archiveStorage(path, files) : folderStorage(path, files);
  const readFile = storage.readFile?.bind(storage);
  const guard = async <T>(action: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw error instanceof IsogradError ? error : storageError(path, action, error);
    }
  };
  return {
    name: path,
    write: (model) => guard('write', () => storage.write(model)),
    read: () => guard('read', () => storage.read()),
    ...(readFile && { readFile: (name, maxBytes) => guard('read', () => readFile(name, maxBytes)) }),
  };
}

/** One file, written beside the earlier one and moved over it. */
function archiveStorage(path: string, files: FileSystem): ModelStorage {
  const folder = path.slice(0, path.lastIndexOf('/') + 1) || '.';
  return {
    write: async (model) => {
      await files.makeFolder(folder);
      const draft = `${path}.saving-${crypto.randomUUID()}`;
      try {
        await files.write(draft, packArchive(model));
        await files.move(draft, path);
      } catch (error) {
        await files.remove(draft).catch(() => {}); // the first error says more
        throw error;
      }
      await files.settle(folder);
    },
    read: async () => {
      const bytes = await files.read(path, Number.POSITIVE_INFINITY);
      if (bytes === undefined) throw modelNotFound(path, 'no such file');
      return unpackArchive(path, bytes);
    },
  };
}
