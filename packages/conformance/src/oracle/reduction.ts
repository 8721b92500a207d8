/** Laws of reductions: one number from all that differ only along the axes that are reduced. */
import { type HostTensor, type Index, indicesOf, positionOf } from './host-tensor.js';
import { axisFromStart } from './move.js';

/** Input of every law here. */
export type ReductionInputs = { readonly x: HostTensor };

/** One axis, several, or null for all; negative ones count from the end. */
export type Axes = number | readonly number[] | null;

/** What is reduced, and whether it stays as an axis of size 1. */
export interface ReductionAttributes {
  readonly axis: Axes;
  readonly keepDims: boolean;
}

/** Whether all are true; true of none at all. */
export function all({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, (values) => Number(values.every((value) => value !== 0)));
}

/** Whether one is true; false of none at all. */
export function any({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, (values) => Number(values.some((value) => value !== 0)));
}

/** Σ x; int32 wraps. */
export function sum({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, x.dtype === 'int32' ? (values) => sumOf(values) | 0 : sumOf);
}

/** Σ x / n, of any dtype in float32; that of nothing is NaN. */
export function mean({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, (values) => sumOf(values) / values.length, 'float32');
}

/** Π x; int32 wraps. */
export function prod({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  const multiply = x.dtype === 'int32' ? Math.imul : (a: number, b: number): number => a * b;
  return reduce(x, attributes, (values) => values.reduce(multiply, 1));
}

/** The largest, NaN if there is one; that of nothing is -Infinity. */
export function max({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, (values) => Math.max(...values));
}

/** The smallest, NaN if there is one; that of nothing is Infinity. */
export function min({ x }: ReductionInputs, attributes: ReductionAttributes): HostTensor {
  return reduce(x, attributes, (values) => Math.min(...values));
}

/** The place of the largest along one axis, the first of equals; NaN counts as the largest (NumPy, PyTorch). */
export function argMax({ x }: ReductionInputs, { axis }: { readonly axis: number }): HostTensor {
  return reduce(x, { axis, keepDims: false }, (values) => firstPlaceOf(Math.max(...values), values), 'int32');
}

/** The place of the smallest along one axis, the first of equals; NaN counts as the smallest (NumPy, PyTorch). */
export function argMin({ x }: ReductionInputs, { axis }: { readonly axis: number }): HostTensor {
  return reduce(x, { axis, keepDims: false }, (values) => firstPlaceOf(Math.min(...values), values), 'int32');
}

/** How many numbers of `x` go into one of the result. */
export function countReduced({ shape }: HostTensor, axis: Axes): number {
  return axesFromStart(axis, shape.length).reduce((count, reduced) => count * (shape[reduced] as number), 1);
}

/** `combine` of the elements, in row-major order, that fall together when the axes are taken away. */
function reduce(
  { shape, dtype, values }: HostTensor,
  { axis, keepDims }: ReductionAttributes,
  combine: (values: number[]) => number,
  outputDType: HostTensor['dtype'] = dtype,
): HostTensor {
  const axes = axesFromStart(axis, shape.length);
  const reducedShape = shape.map((size, place) => (axes.includes(place) ? 1 : size));
  const size = reducedShape.reduce((product, side) => product * side, 1);
  const groups: number[][] = Array.from({ length: size }, () => []);
  let position = 0;
  for (const index of indicesOf(shape)) {
    const place = positionOf(reducedShape, dropEntries(index, axes));
    groups[place]?.push(values[position++] as number);
  }
  return {
    shape: keepDims ? reducedShape : shape.filter((_, place) => !axes.includes(place)),
    dtype: outputDType,
    values: Float64Array.from(groups, combine),
  };
}

function axesFromStart(axis: Axes, rank: number): number[] {
  if (axis === null) return Array.from({ length: rank }, (_, place) => place);
  return [axis].flat().map((each) => axisFromStart(each, rank));
}

function dropEntries(index: Index, axes: readonly number[]): number[] {
  return index.map((entry, place) => (axes.includes(place) ? 0 : entry));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function firstPlaceOf(value: number, values: readonly number[]): number {
  return values.findIndex((each) => each === value || (Number.isNaN(value) && Number.isNaN(each)));
}
