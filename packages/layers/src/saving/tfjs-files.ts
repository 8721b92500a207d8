/** The files of a model that tfjs-layers saved: model.json, and the files of weights that it names. */
import type { NdArray } from '@isograd/core';
import { isJsonObject, type JsonObject } from './json-object.js';
import { maxConfigBytes } from './model-config.js';
import { fileMissing } from './model-messages.js';
import { type ModelStorage, storageName } from './model-storage.js';
import { type ModelLocation, resolveStorage } from './resolve-storage.js';
import { parseStrictJson } from './strict-json.js';
import { badManifest, manifestSize, notALayersModel } from './tfjs-messages.js';
import { decodeTfjsWeights, readSpecs, sizeBytesOf, type TfjsWeightSpec } from './tfjs-weights.js';

/** What the files hold. */
export interface TfjsModel {
  /** The model, for messages. */
  readonly where: string;
  /** The outermost model as tfjs-layers writes layers: class_name, config. */
  readonly topology: JsonObject;
  /** By the names that tfjs-layers gives them: `dense_Dense1/kernel`. */
  readonly weights: ReadonlyMap<string, NdArray>;
}

/** One list of files, whose bytes together are one list of tensors. */
interface WeightGroup {
  readonly paths: readonly string[];
  readonly specs: readonly TfjsWeightSpec[];
}

/** A model within a model adds six. */
const maxDepth = 200;

/**
 * Reads the files. A file of weights is looked for beside model.json and under a plain name only.
 *
 * @throws {IoError} TFJS_FORMAT, TFJS_MANIFEST, TFJS_SIZE, MODEL_FILE_MISSING, STORAGE_… @throws {UnsupportedError} STORAGE_…
 */
export async function readTfjsModel(location: ModelLocation): Promise<TfjsModel> {
  const { storage, jsonFile } = placeOf(location);
  const where = storageName(storage);
  const read = readerOf(where, storage);
  const json = parseModel(where, await read(jsonFile, maxConfigBytes));
  const topology = topologyOf(where, json);
  const weights = new Map<string, NdArray>();
  for (const { paths, specs } of readManifest(where, json['weightsManifest'])) {
    const sizeBytes = specs.reduce((sum, spec) => sum + sizeBytesOf(spec), 0);
    const bytes = await readShards(where, paths, sizeBytes, read);
    for (const [name, value] of decodeTfjsWeights(where, bytes, specs)) {
      if (weights.has(name)) throw badManifest(where, 'two weights of one name', name, 'each name once');
      weights.set(name, value);
    }
  }
  return { where, topology, weights };
}

type ReadFile = (name: string, maxBytes: number) => Promise<Uint8Array>;

/** A string may name the folder, or the JSON file in it as tfjs-layers wants it. */
function placeOf(location: ModelLocation): { readonly storage: ModelStorage; readonly jsonFile: string } {
  const parts = typeof location === 'string' ? /^(.*?)([^/\\?#]+\.json)([?#].*)?$/is.exec(location) : undefined;
  if (!parts) return { storage: resolveStorage(location), jsonFile: 'model.json' };
  const [, folder = '', jsonFile = '', query = ''] = parts;
  return { storage: resolveStorage(`${folder || './'}${query}`), jsonFile };
}

function readerOf(where: string, storage: ModelStorage): ReadFile {
  return async (name, maxBytes) => {
    const files = storage.readFile === undefined ? await storage.read() : undefined;
    const bytes = files === undefined ? await storage.readFile?.(name, maxBytes) : files.get(name);
    if (bytes === undefined) throw fileMissing(where, name, [...(files?.keys() ?? [])]);
    return bytes;
  };
}

function parseModel(where: string, bytes: Uint8Array): JsonObject {
  if (bytes.length > maxConfigBytes) throw notALayersModel(where, `a file of ${bytes.length} bytes`);
  let json: unknown;
  try {
    json = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), maxDepth);
  } catch (cause) {
    throw notALayersModel(where, cause);
  }
  if (!isJsonObject(json)) throw notALayersModel(where, json);
  const { format = 'layers-model' } = json; // early versions wrote none
  if (format !== 'layers-model') throw notALayersModel(where, format);
  return json;
}

/** Keras's converter wraps the topology once more. */
function topologyOf(where: string, json: JsonObject): JsonObject {
  const { modelTopology } = json;
  const topology = isJsonObject(modelTopology) ? (modelTopology['model_config'] ?? modelTopology) : modelTopology;
  if (!isJsonObject(topology)) throw notALayersModel(where, topology);
  return topology;
}

function readManifest(where: string, manifest: unknown): readonly WeightGroup[] {
  if (!Array.isArray(manifest)) throw badManifest(where, 'a value', manifest, 'a list of groups');
  const seen = new Set<string>();
  return manifest.map((group: unknown) => {
    const { paths, weights } = isJsonObject(group) ? group : {};
    if (!Array.isArray(paths)) throw badManifest(where, 'paths', paths, 'a list of names of files');
    for (const path of paths as readonly unknown[]) {
      if (!isPlainName(path) || seen.has(path)) {
        throw badManifest(where, 'a path', path, 'the name of a file beside model.json, each once');
      }
      seen.add(path);
    }
    return { paths: paths as string[], specs: readSpecs(where, weights) };
  });
}

/** Neither a path nor an address nor hidden. */
function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 255 && /^[^./\\:\p{Cc}][^/\\:\p{Cc}]*$/u.test(name);
}

async function readShards(
  where: string,
  paths: readonly string[],
  sizeBytes: number,
  read: ReadFile,
): Promise<Uint8Array> {
  const shards: Uint8Array[] = [];
  let held = 0;
  for (const path of paths) {
    const shard = await read(path, sizeBytes - held);
    held += shard.length;
    if (held > sizeBytes) break;
    shards.push(shard);
  }
  if (held !== sizeBytes) throw manifestSize(where, held, sizeBytes);
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const shard of shards) {
    bytes.set(shard, offset);
    offset += shard.length;
  }
  return bytes;
}
