/** Tensors of the oracle: their elements are doubles on the host, row-major. */
import { type DType, type Shape, sizeOf } from '@isograd/core';

/** A tensor whose elements are doubles, whatever dtype they stand for; complex64 holds pairs of them. */
export interface HostTensor {
  readonly shape: Shape;
  readonly dtype: DType | 'complex64';
  readonly values: Float64Array;
}

/** Inputs of an op by name; those of a kernel that takes a list are named `'0'`, `'1'` and so on. */
export type HostInputs = { readonly [name: string]: HostTensor };

/** Indices of one element, outermost axis first. */
export type Index = readonly number[];

/**
 * The tensor whose element at `index` is `valueAt(index)`.
 *
 * @param shape - Of the result.
 * @param valueAt - Called once for each element, in row-major order.
 * @param dtype - Default: float32.
 */
export function tabulate(
  shape: Shape,
  valueAt: (index: Index) => number,
  dtype: HostTensor['dtype'] = 'float32',
): HostTensor {
  const values = new Float64Array(sizeOf(shape));
  let position = 0;
  for (const index of indicesOf(shape)) values[position++] = valueAt(index);
  return { shape, dtype, values };
}

/** The indices of every element, in row-major order. */
export function* indicesOf(shape: Shape): Generator<number[]> {
  const size = sizeOf(shape);
  for (let position = 0; position < size; position++) yield indexOf(shape, position);
}

/** The indices of the element at a row-major position. */
export function indexOf(shape: Shape, position: number): number[] {
  const index = Array.from(shape, () => 0);
  for (let axis = shape.length - 1, rest = position; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The row-major position of an element. */
export function positionOf(shape: Shape, index: Index): number {
  return shape.reduce((position, size, axis) => position * size + (index[axis] as number), 0);
}

/** The element of `tensor` at `index`. */
export function at(tensor: HostTensor, index: Index): number {
  return tensor.values[positionOf(tensor.shape, index)] as number;
}

/** `tensor` with each element replaced; its shape stays. */
export function mapValues(
  tensor: HostTensor,
  valueOf: (value: number) => number,
  dtype: HostTensor['dtype'] = tensor.dtype,
): HostTensor {
  return { shape: tensor.shape, dtype, values: tensor.values.map((value) => valueOf(value)) };
}
