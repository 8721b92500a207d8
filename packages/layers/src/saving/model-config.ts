/** The file config.json of a model: what it is, apart from its numbers. */
import { isJsonObject, type JsonObject } from './json-object.js';
import type { SerializedLayer } from '../serialization/layer-reader.js';
import { badModelConfig, notAModel, wrongVersion } from './model-messages.js';
import { optimizerFile, weightsFile } from './model-storage.js';
import { parseStrictJson } from './strict-json.js';

/** What config.json says. */
export interface ModelConfig {
  /** undefined where weights alone were saved. */
  readonly model: SerializedLayer | undefined;
  /** Optimizer, loss and metrics, if the model was compiled with some that have a config. */
  readonly compile: JsonObject | undefined;
  /** CRC-32 of the other files, by name: eight hexadecimal digits. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** A config of a megabyte describes ten thousand layers. */
export const maxConfigBytes: number = 16 * 2 ** 20;

/** A model within a model adds four. */
const maxDepth = 100;

const format = 'isograd-model';
const version = 1;
const keys: readonly string[] = ['format', 'version', 'model', 'compile', 'weights', 'optimizer', 'checksums'];

/** Writes the file. */
export function encodeModelConfig({ model, compile, checksums }: ModelConfig): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(
    {
      format,
      version,
      model,
      compile,
      weights: weightsFile,
      optimizer: Object.hasOwn(checksums, optimizerFile) ? optimizerFile : undefined,
      checksums,
    },
    undefined,
    2,
  );
  return new TextEncoder().encode(`${text}\n`);
}

/**
 * Reads the file.
 *
 * @param where - The model, for messages.
 * @throws {IoError} MODEL_FORMAT, MODEL_VERSION, MODEL_CONFIG
 */
export function decodeModelConfig(where: string, bytes: Uint8Array): ModelConfig {
  const json = parseConfig(where, bytes);
  if (json['format'] !== format) throw notAModel(where, json['format']);
  if (json['version'] !== version) throw wrongVersion(where, json['version'], version);
  const unknown = Object.keys(json).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw badModelConfig(where, unknown, json[unknown], 'nothing');
  const { model, compile, weights, optimizer, checksums } = json;
  if (model !== undefined && !isSerializedLayer(model))
    throw badModelConfig(where, 'model', model, 'an object with className and config');
  if (compile !== undefined && !isJsonObject(compile)) throw badModelConfig(where, 'compile', compile, 'an object');
  if (weights !== weightsFile) throw badModelConfig(where, 'weights', weights, `"${weightsFile}"`);
  if (optimizer !== undefined && optimizer !== optimizerFile) {
    throw badModelConfig(where, 'optimizer', optimizer, `"${optimizerFile}"`);
  }
  const files = optimizer === undefined ? [weightsFile] : [weightsFile, optimizerFile];
  if (!isChecksums(checksums, files)) {
    throw badModelConfig(where, 'checksums', checksums, `eight hexadecimal digits for ${files.join(' and ')}`);
  }
  return { model, compile, checksums };
}

/** Whether a file is the config of a model of any version, so that a model may take its place. */
export function isModelConfig(bytes: Uint8Array): boolean {
  try {
    return parseConfig('', bytes)['format'] === format;
  } catch {
    return false;
  }
}

function parseConfig(where: string, bytes: Uint8Array): JsonObject {
  if (bytes.length > maxConfigBytes) throw notAModel(where, `a config of ${bytes.length} bytes`);
  let json: unknown;
  try {
    json = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), maxDepth);
  } catch (cause) {
    throw notAModel(where, cause);
  }
  if (!isJsonObject(json)) throw notAModel(where, json);
  return json;
}

function isSerializedLayer(value: unknown): value is SerializedLayer & JsonObject {
  if (!isJsonObject(value)) return false;
  const { className, config, ...rest } = value;
  return typeof className === 'string' && isJsonObject(config) && Object.keys(rest).length === 0;
}

function isChecksums(value: unknown, files: readonly string[]): value is Readonly<Record<string, string>> {
  if (!isJsonObject(value) || Object.keys(value).length !== files.length) return false;
  return files.every((file) => typeof value[file] === 'string' && /^[0-9a-f]{8}$/.test(value[file]));
}
