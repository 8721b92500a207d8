/** The element types of safetensors files, and how each becomes one of ours. All numbers are little-endian. */
import { type DType, type HostData, hostZeros } from '@isograd/core';

/** How a type is stored, and what it is read as. */
interface StoredType {
  readonly bytes: number;
  readonly dtype: DType;
  /** Reads one element; undefined for a value that `dtype` cannot hold. */
  read(view: DataView, offset: number): number | undefined;
}

/** Name of an element type, as the header has it. */
export type SafetensorsDType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

const types: Readonly<Record<SafetensorsDType, StoredType>> = {
  F64: { bytes: 8, dtype: 'float32', read: readFloat64 },
  F32: { bytes: 4, dtype: 'float32', read: readInt32 }, // the bits, so that every NaN stays what it is
  F16: { bytes: 2, dtype: 'float32', read: readFloat16 },
  BF16: { bytes: 2, dtype: 'float32', read: readBfloat16 },
  I64: { bytes: 8, dtype: 'int32', read: readInt64 },
  I32: { bytes: 4, dtype: 'int32', read: readInt32 },
  I16: { bytes: 2, dtype: 'int32', read: (view, offset) => view.getInt16(offset, true) },
  I8: { bytes: 1, dtype: 'int32', read: (view, offset) => view.getInt8(offset) },
  U32: { bytes: 4, dtype: 'int32', read: readUint32 },
  U16: { bytes: 2, dtype: 'int32', read: (view, offset) => view.getUint16(offset, true) },
  U8: { bytes: 1, dtype: 'int32', read: (view, offset) => view.getUint8(offset) },
  BOOL: { bytes: 1, dtype: 'bool', read: readBool },
};

/** The names of the types that can be read. */
export const safetensorsDTypes: readonly string[] = Object.keys(types);

/** What each of our dtypes is written as. */
export const storedAs: Readonly<Record<DType, SafetensorsDType>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

/** Whether `value` names a type that can be read. */
export function isSafetensorsDType(value: unknown): value is SafetensorsDType {
  return typeof value === 'string' && Object.hasOwn(types, value);
}

/** Bytes of one element. */
export function bytesOfStored(type: SafetensorsDType): number {
  return types[type].bytes;
}

/** The elements of a tensor, or the position of the first that is out of the range of its dtype. */
export type Decoded = { readonly data: HostData } | { readonly unfit: number; readonly dtype: DType };

/**
 * Reads elements.
 *
 * float64 is rounded to float32; integers of 64 bits and unsigned ones of 32 must fit into int32.
 *
 * @param type - How they are stored.
 * @param bytes - All of them; the result is a copy.
 */
export function decodeElements(type: SafetensorsDType, bytes: Uint8Array): Decoded {
  const { dtype, bytes: size, read } = types[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength / size;
  const data = hostZeros(dtype, count);
  const target = type === 'F32' ? new Int32Array(data.buffer) : data;
  for (let index = 0; index < count; index++) {
    const value = read(view, index * size);
    if (value === undefined) return { unfit: index, dtype };
    target[index] = value;
  }
  return { data };
}

/**
 * Writes elements.
 *
 * @param data - Of a `bool` array: 0 or 1.
 * @param bytes - Where they go: as many bytes as `data` has.
 */
export function encodeElements(data: HostData, bytes: Uint8Array): void {
  if (data instanceof Uint8Array) return bytes.set(data);
  const words = new Int32Array(data.buffer, data.byteOffset, data.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < words.length; index++) view.setInt32(4 * index, words[index] as number, true);
}

function readInt32(view: DataView, offset: number): number {
  return view.getInt32(offset, true);
}

function readFloat64(view: DataView, offset: number): number | undefined {
  const value = view.getFloat64(offset, true);
  return Number.isFinite(value) && !Number.isFinite(Math.fround(value)) ? undefined : value;
}

/** Half precision: 1 bit of sign, 5 of exponent, 10 of fraction (IEEE 754). */
function readFloat16(view: DataView, offset: number): number {
  const bits = view.getUint16(offset, true);
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function readBfloat16(view: DataView, offset: number): number {
  word.setUint32(0, view.getUint16(offset, true) << 16);
  return word.getFloat32(0);
}

function readInt64(view: DataView, offset: number): number | undefined {
  const low = view.getInt32(offset, true);
  return view.getInt32(offset + 4, true) === low >> 31 ? low : undefined;
}

function readUint32(view: DataView, offset: number): number | undefined {
  const value = view.getUint32(offset, true);
  return value < 2 ** 31 ? value : undefined;
}

function readBool(view: DataView, offset: number): number | undefined {
  const value = view.getUint8(offset);
  return value < 2 ? value : undefined;
}
