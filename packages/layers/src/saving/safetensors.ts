/**
 * Safetensors: named tensors in one file that runs no code when it is read.
 *
 * Eight bytes hold the length of a header, the header is JSON that says dtype, shape and place of each tensor, and the
 * rest are their elements. Files of `safetensors` for PyTorch, of MLX and of Hugging Face are read as they are.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import { NdArray } from '@isograd/core';
import { decodeElements, encodeElements } from './safetensors-dtype.js';
import { readHeader, writeHeader } from './safetensors-header.js';
import { elementOutOfRange, unwritableTensor } from './safetensors-messages.js';

/** What a file holds. */
export interface Safetensors {
  /** By name, in the order in which they lie in the file. */
  readonly tensors: ReadonlyMap<string, NdArray>;
  /** Text about the file. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Writes tensors: float32 as `F32`, int32 as `I32`, bool as `BOOL`. Larger elements come first, so that all are aligned;
 * otherwise they keep their order.
 *
 * @param tensors - By name; any shape.
 * @param metadata - Text to keep with them. Default: none.
 * @returns The file.
 * @throws {ValueError} SAFETENSORS_WRITE
 * @example
 * import { NdArray } from '@isograd/core';
 * import { readSafetensors, writeSafetensors } from '@isograd/layers';
 * const kernel = new NdArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * const file = writeSafetensors(new Map([['dense/kernel', kernel]]));
 * readSafetensors(file).tensors.get('dense/kernel')?.shape; // [2, 2]
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NdArray>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  for (const [name, { dtype, data }] of tensors) checkWritable(name, dtype === 'bool' ? data : []);
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header = writeHeader(ordered, metadata);
  const size = ordered.reduce((sum, [, { data }]) => sum + data.byteLength, header.length);
  const file = new Uint8Array(size);
  file.set(header);
  let offset = header.length;
  for (const [, { data }] of ordered) {
    encodeElements(data, file.subarray(offset, offset + data.byteLength));
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a file. `F64`, `F16` and `BF16` become float32; `I64`, `I16`, `I8`, `U32`, `U16` and `U8` become int32.
 *
 * @param file - All of it; the tensors are copies.
 * @param where - Name of the file, for messages. Default: `safetensors file`.
 * @throws {IoError} SAFETENSORS_HEADER, SAFETENSORS_METADATA, SAFETENSORS_COUNT, SAFETENSORS_ENTRY, SAFETENSORS_DTYPE,
 * SAFETENSORS_SHAPE, SAFETENSORS_SIZE, SAFETENSORS_OFFSETS, SAFETENSORS_RANGE
 */
export function readSafetensors(file: Uint8Array, where = 'safetensors file'): Safetensors {
  const { entries, metadata, dataStart } = readHeader(where, file);
  const tensors = new Map<string, NdArray>();
  for (const { name, type, shape, start, end } of entries) {
    const decoded = decodeElements(type, file.subarray(dataStart + start, dataStart + end));
    if ('unfit' in decoded) throw elementOutOfRange(`${where}, tensor "${name}"`, decoded.unfit, type, decoded.dtype);
    tensors.set(name, new NdArray(decoded.data, shape));
  }
  return { tensors, metadata };
}

function checkWritable(name: string, bools: ArrayLike<number>): void {
  const where = 'writeSafetensors';
  if (name === '__metadata__' || name === '__proto__') {
    throw unwritableTensor(where, name, 'a tensor cannot have this name.', 'another name');
  }
  if (Array.prototype.some.call(bools, (value: number) => value > 1)) {
    throw unwritableTensor(where, name, 'bytes of a bool array are 0 or 1.', 'an array of 0 and 1');
  }
}
