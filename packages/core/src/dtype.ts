/** The element types of tensors and host arrays, and the typed array that holds each. */

/** Element type of a numeric tensor. `bool` is stored as one byte of 0 or 1. */
export type DType = 'float32' | 'int32' | 'bool';

/** Typed array that holds the elements of one dtype on the host. */
export type HostData = Float32Array | Int32Array | Uint8Array;

/** The typed array class of each dtype. */
const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * Zero-filled host storage.
 *
 * @param dtype - Element type.
 * @param size - Number of elements.
 */
export function hostZeros(dtype: DType, size: number): HostData {
  return new arrayOf[dtype](size);
}

/** Bytes of one element of `dtype`. */
export function bytesPerElement(dtype: DType): number {
  return arrayOf[dtype].BYTES_PER_ELEMENT;
}

/** Whether `value` names a numeric dtype. */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(arrayOf, value);
}
