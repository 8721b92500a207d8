/** Models in the file system that a browser keeps for a site. */
import { packArchive, unpackArchive } from './archive.js';
import type { ModelStorage } from './model-storage.js';
import { modelNotFound, storageError } from './storage-messages.js';

/** A storage that keeps the model `location` as one file, which the browser replaces at once or not at all. */
export function opfsStorage(location: string): ModelStorage {
  const name = `opfs://${location}`;
  const open = async (create: boolean): Promise<FileSystemFileHandle> => {
    const folder = await navigator.storage.getDirectory();
    return folder.getFileHandle(`${encodeURIComponent(location)}.zip`, { create });
  };
  return {
    name,
    write: async (files) => {
      try {
        const stream = await (await open(true)).createWritable(); // a copy, until it is closed
        await stream.write(packArchive(files)).catch(async (cause: unknown) => {
          await stream.abort();
          throw cause;
        });
        await stream.close();
      } catch (cause) {
        throw storageError(name, 'write', cause);
      }
    },
    read: async () => {
      const bytes = await open(false)
        .then(async (handle) => new Uint8Array(await (await handle.getFile()).arrayBuffer()))
        .catch((cause: unknown) => {
          if (cause instanceof DOMException && cause.name === 'NotFoundError') return new Uint8Array();
          throw storageError(name, 'read', cause);
        });
      if (bytes.length === 0) throw modelNotFound(name, 'nothing under this name'); // empty: its first save has failed
      return unpackArchive(name, bytes);
    },
  };
}
