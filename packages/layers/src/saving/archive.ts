/** The files of a model in one file: a zip archive without compression, since weights hardly shrink. */
import { IsogradError } from '@isograd/core';
import { unzipSync, zipSync } from 'fflate';
import { type ModelFiles, modelFileNames } from './model-storage.js';
import { badArchive } from './storage-messages.js';

/** Other files may lie beside those of a model, but not without end. */
const maxEntries = 1_000;

/** What the archives of a program have in common begins with this. */
const signature = 'PK';

/** No time of day, so that the same model is the same archive. */
const noTime = new Date(1980, 0, 1);

/** Packs files. */
export function packArchive(files: ModelFiles): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(files), { level: 0, mtime: noTime }) as Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks the files of a model; others are left out, and nothing is ever written under a name of the archive.
 *
 * Compressed entries are refused: how large they become is known only when it is too late.
 *
 * @param where - The archive, for messages.
 * @throws {IoError} MODEL_ARCHIVE
 */
export function unpackArchive(where: string, bytes: Uint8Array): ModelFiles {
  if (!signature.split('').every((letter, index) => bytes[index] === letter.charCodeAt(0))) {
    throw badArchive(where, `a file of ${bytes.length} bytes that begins otherwise`);
  }
  let entries = 0;
  const seen = new Set<string>();
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        if (++entries > maxEntries) throw badArchive(where, `more than ${maxEntries} entries`);
        if (!modelFileNames.includes(name)) return false;
        if (compression !== 0 || size !== originalSize) throw badArchive(where, `a compressed ${name}`);
        if (seen.has(name)) throw badArchive(where, `two files ${name}`);
        seen.add(name);
        return true;
      },
    });
    return new Map(Object.entries(files) as [string, Uint8Array<ArrayBuffer>][]);
  } catch (cause) {
    if (cause instanceof IsogradError) throw cause;
    throw badArchive(where, cause instanceof Error ? `"${cause.message}"` : 'damaged bytes', cause);
  }
}
