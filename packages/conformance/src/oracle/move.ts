/** Moving elements: the form of every law that changes places and no values. */
import { type Shape, sizeOf } from '@isograd/core';
import { type HostTensor, type Index, indicesOf, positionOf } from './host-tensor.js';

/**
 * The tensor of a shape whose element at `index` is that of `x` at `sourceOf(index)`, or `filler` where that is
 * undefined.
 */
export function moveElements(
  x: HostTensor,
  shape: Shape,
  sourceOf: (index: Index) => Index | undefined,
  filler: number = 0,
): HostTensor {
  const parts = x.dtype === 'complex64' ? 2 : 1;
  const values = new Float64Array(sizeOf(shape) * parts);
  let position = 0;
  for (const index of indicesOf(shape)) {
    const source = sourceOf(index);
    for (let part = 0; part < parts; part++) {
      values[position++] =
        source === undefined ? filler : (x.values[positionOf(x.shape, source) * parts + part] as number);
    }
  }
  return { shape, dtype: x.dtype, values };
}

/** An axis, which may be counted from the end, counted from the start; `rank` axes in all. */
export function axisFromStart(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** `index` with another entry for one axis. */
export function withEntry(index: Index, axis: number, entry: number): number[] {
  return index.map((old, place) => (place === axis ? entry : old));
}
