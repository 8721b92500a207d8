/** The files of a model: from what it consists of to bytes, and back. */
import { crc32, type NdArray } from '@isograd/core';
import type { JsonObject } from './json-object.js';
import type { SerializedLayer } from '../serialization/layer-reader.js';
import { decodeModelConfig, encodeModelConfig } from './model-config.js';
import { checksumDiffers, fileMissing } from './model-messages.js';
import { configFile, type ModelFiles, optimizerFile, weightsFile } from './model-storage.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

/** What a model consists of, without tensors on a device. */
export interface ModelContents {
  /** undefined where weights alone were saved. */
  readonly model: SerializedLayer | undefined;
  readonly compile: JsonObject | undefined;
  /** By path within the model: `dense/kernel`. */
  readonly weights: ReadonlyMap<string, NdArray>;
  /** By path within the state; undefined before the first step. */
  readonly optimizer: ReadonlyMap<string, NdArray> | undefined;
}

/** Writes the files. */
export function encodeModel({ model, compile, weights, optimizer }: ModelContents): ModelFiles {
  const tensors = new Map([[weightsFile, writeSafetensors(weights)]]);
  if (optimizer !== undefined) tensors.set(optimizerFile, writeSafetensors(optimizer));
  const checksums = Object.fromEntries([...tensors].map(([name, bytes]) => [name, checksumOf(bytes)]));
  return tensors.set(configFile, encodeModelConfig({ model, compile, checksums }));
}

/**
 * Reads the files. None that they do not name in the way `encodeModel` does is looked at.
 *
 * @param where - The model, for messages.
 * @throws {IoError} MODEL_FILE_MISSING, MODEL_FORMAT, MODEL_VERSION, MODEL_CONFIG, MODEL_CHECKSUM, SAFETENSORS_…
 */
export function decodeModel(where: string, files: ModelFiles): ModelContents {
  const { model, compile, checksums } = decodeModelConfig(where, fileOf(where, files, configFile));
  const tensorsOf = (name: string): ReadonlyMap<string, NdArray> => {
    const bytes = fileOf(where, files, name);
    const checksum = checksumOf(bytes);
    if (checksum !== checksums[name]) throw checksumDiffers(where, name, checksum, checksums[name] ?? 'none');
    return readSafetensors(bytes, `${where}, ${name}`).tensors;
  };
  const hasOptimizer = Object.hasOwn(checksums, optimizerFile);
  return {
    model,
    compile,
    weights: tensorsOf(weightsFile),
    optimizer: hasOptimizer ? tensorsOf(optimizerFile) : undefined,
  };
}

function fileOf(where: string, files: ModelFiles, name: string): Uint8Array<ArrayBuffer> {
  const bytes = files.get(name);
  if (bytes === undefined) throw fileMissing(where, name, [...files.keys()]);
  return bytes;
}

function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
