/** The header of a safetensors file: which tensors lie where. Everything is checked before anything is allocated. */
import { type NdArray, type Shape, sizeOf } from '@isograd/core';
import {
  badEntry,
  badHeaderLength,
  badHeaderText,
  badMetadata,
  badOffsets,
  badShape,
  sizesDisagree,
  tooManyTensors,
  unknownStoredDType,
} from './safetensors-messages.js';
import {
  bytesOfStored,
  isSafetensorsDType,
  type SafetensorsDType,
  safetensorsDTypes,
  storedAs,
} from './safetensors-dtype.js';
import { isJsonObject, type JsonObject } from './json-object.js';
import { parseStrictJson } from './strict-json.js';

/** Where one tensor lies. */
export interface TensorEntry {
  readonly name: string;
  readonly type: SafetensorsDType;
  readonly shape: Shape;
  /** Bytes from the start of the data, which follow the header. */
  readonly start: number;
  readonly end: number;
}

/** What the header says. */
export interface SafetensorsHeader {
  /** In the order in which they lie. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the data start in the file. */
  readonly dataStart: number;
}

/** Bytes before the header: its length. */
const prefixBytes = 8;

/** The reference reader allows 100 MB; a header of one megabyte describes ten thousand tensors. */
const maxHeaderBytes = 16 * 2 ** 20;

const maxTensors = 100_000;

/** The header, a tensor and its list of sizes. */
const maxDepth = 3;

/** Data start at a multiple of this, so that they can be mapped into memory. */
const alignment = 8;

/** The key under which the header keeps text about the file. */
const metadataKey = '__metadata__';

/**
 * Reads the header of a file.
 *
 * @param where - The file, for messages.
 * @param file - All of it.
 * @throws {IoError} SAFETENSORS_HEADER, SAFETENSORS_METADATA, SAFETENSORS_COUNT, SAFETENSORS_ENTRY, SAFETENSORS_DTYPE,
 * SAFETENSORS_SHAPE, SAFETENSORS_SIZE, SAFETENSORS_OFFSETS
 */
export function readHeader(where: string, file: Uint8Array): SafetensorsHeader {
  const dataStart = prefixBytes + headerLength(where, file);
  const header = parseHeader(where, file.subarray(prefixBytes, dataStart));
  const metadata = readMetadata(where, header[metadataKey]);
  const named = Object.entries(header).filter(([name]) => name !== metadataKey);
  if (named.length > maxTensors) throw tooManyTensors(where, named.length, maxTensors);
  const entries = named
    .map(([name, entry]) => readEntry(where, name, entry))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  checkCover(where, entries, file.length - dataStart);
  return { entries, metadata, dataStart };
}

/**
 * Writes the header of a file.
 *
 * @param tensors - In the order in which they lie.
 * @returns Length and text, padded with spaces.
 */
export function writeHeader(
  tensors: readonly (readonly [name: string, tensor: NdArray])[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const header = new Map<string, unknown>();
  if (metadata.size > 0) header.set(metadataKey, Object.fromEntries(metadata));
  let start = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    const end = start + data.byteLength;
    header.set(name, { dtype: storedAs[dtype], shape, data_offsets: [start, end] });
    start = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(text.length / alignment) * alignment;
  const bytes = new Uint8Array(prefixBytes + length).fill(' '.charCodeAt(0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, prefixBytes);
  return bytes;
}

function headerLength(where: string, file: Uint8Array): number {
  if (file.length < prefixBytes) throw badHeaderLength(where, `a file of ${file.length} bytes`, 'at least 8 bytes');
  const view = new DataView(file.buffer, file.byteOffset, prefixBytes);
  const length = view.getBigUint64(0, true);
  const available = Math.min(file.length - prefixBytes, maxHeaderBytes);
  if (length > available) throw badHeaderLength(where, `a header of ${length} bytes`, `at most ${available}`);
  return Number(length);
}

function parseHeader(where: string, bytes: Uint8Array): JsonObject {
  let header: unknown;
  try {
    header = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), maxDepth);
  } catch (cause) {
    throw badHeaderText(where, cause);
  }
  if (!isJsonObject(header)) throw badHeaderText(where, new SyntaxError('it is not an object'));
  return header;
}

function readMetadata(where: string, value: unknown): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (!isJsonObject(value)) throw badMetadata(where, value);
  return new Map(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw badMetadata(where, text);
      return [key, text];
    }),
  );
}

function readEntry(where: string, name: string, entry: unknown): TensorEntry {
  const owner = `${where}, tensor "${name.slice(0, 200)}"`;
  if (!isJsonObject(entry)) throw badEntry(owner, entry);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isSafetensorsDType(dtype)) throw unknownStoredDType(owner, dtype, safetensorsDTypes);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw badShape(owner, shape);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) throw badOffsets(owner, offsets);
  const [start, end] = offsets as [number, number];
  const size = sizeOf(shape) * bytesOfStored(dtype);
  if (size !== end - start) throw sizesDisagree(owner, end - start, `${dtype} [${shape.join(', ')}]`, size);
  return { name, type: dtype, shape, start, end };
}

/** Every byte of the data belongs to one tensor. */
function checkCover(where: string, entries: readonly TensorEntry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    if (start !== covered) throw badOffsets(`${where}, tensor "${name}"`, [start, end], covered);
    covered = end;
  }
  if (covered !== dataBytes) throw sizesDisagree(where, dataBytes, 'the tensors of the header', covered);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
