/** Files that a user has chosen in a page, or dropped on it. */
import { type ModelFiles, modelFileNames, type ModelStorage } from './model-storage.js';
import { unpackArchive } from './archive.js';
import { cannotWrite, modelNotFound, storageError, storageTooLarge } from './storage-messages.js';

/** What is read into memory. */
const maxBytes = 2 ** 31 - 1;

/**
 * A storage to load a model from what `<input type="file">` has: the archive that `downloads://name` made, or all files
 * of a model's folder.
 *
 * @param files - As they come: `input.files`.
 * @example
 * import { browserFiles, loadModel } from '@isograd/layers';
 * const openModel = (chosen: FileList) => loadModel(browserFiles(chosen));
 */
export function browserFiles(files: Iterable<File>): ModelStorage {
  const chosen = [...files];
  const name = chosen.map((file) => `"${file.name}"`).join(', ') || 'chosen files';
  return {
    name,
    write: () => Promise.reject(cannotWrite(name, 'files that were chosen to be read')),
    read: () => readChosen(name, chosen),
    readFile: async (wanted, maxBytes) => {
      const file = chosen.find((each) => each.name === wanted);
      if (file !== undefined && file.size > maxBytes)
        throw storageTooLarge(`"${wanted}"`, `${file.size} bytes`, maxBytes);
      return file && bytesOf(file);
    },
  };
}

async function readChosen(name: string, chosen: readonly File[]): Promise<ModelFiles> {
  const [first] = chosen;
  if (first === undefined) throw modelNotFound(name, 'no file');
  if (chosen.length === 1 && !modelFileNames.includes(first.name)) return unpackArchive(name, await bytesOf(first));
  const known = chosen.filter((file) => modelFileNames.includes(file.name));
  return new Map(await Promise.all(known.map(async (file) => [file.name, await bytesOf(file)] as const)));
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > maxBytes) throw storageTooLarge(`"${file.name}"`, `${file.size} bytes`, maxBytes);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw storageError(`"${file.name}"`, 'read', cause);
  }
}
