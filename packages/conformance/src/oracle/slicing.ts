/** Laws of kernels that take parts of axes. */
import type { HostTensor } from './host-tensor.js';
import { axisFromStart, moveElements, withEntry } from './move.js';
import type { MoveInputs } from './rearrangement.js';

/** Where a box begins and how large it is; sizes of -1, and those of axes that are left out, reach to the end. */
export interface SliceAttributes {
  readonly begin: number | readonly number[];
  readonly size: number | readonly number[];
}

/** A box of x. */
export function slice({ x }: MoveInputs, { begin, size }: SliceAttributes): HostTensor {
  const begins = x.shape.map((_, axis) => [begin].flat()[axis] ?? 0);
  const sizes = x.shape.map((whole, axis) => {
    const wanted = [size].flat()[axis] ?? -1;
    return wanted === -1 ? whole - (begins[axis] as number) : wanted;
  });
  return moveElements(x, sizes, (index) => index.map((entry, axis) => entry + (begins[axis] as number)));
}

/** Slices in Python's notation `begin:end:stride`; bit i of a mask is about the i-th of them. */
export interface StridedSliceAttributes {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  /** Begins that are left out. */
  readonly beginMask: number;
  /** Ends that are left out. */
  readonly endMask: number;
  /** The place of `...`. */
  readonly ellipsisMask: number;
  /** Places of new axes of size 1. */
  readonly newAxisMask: number;
  /** Places of single elements, whose axes vanish. */
  readonly shrinkAxisMask: number;
}

/** One axis of x or of the result: where it is read, and how far from one element to the next. */
interface AxisReading {
  readonly from: number;
  readonly stride: number;
  /** Size of the axis of the result. */
  readonly size: number;
  readonly isNew?: boolean;
  readonly isShrunk?: boolean;
}

/**
 * x[begin:end:stride, …], as Python slices.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/strided_slice
 */
export function stridedSlice({ x }: MoveInputs, attributes: StridedSliceAttributes): HostTensor {
  const readings = readAxes(x.shape, attributes);
  const kept = readings.filter(({ isShrunk = false }) => !isShrunk);
  return moveElements(
    x,
    kept.map(({ size }) => size),
    (index) =>
      readings.flatMap((reading) => {
        if (reading.isNew) return [];
        const entry = reading.isShrunk ? 0 : (index[kept.indexOf(reading)] as number);
        return [reading.from + entry * reading.stride];
      }),
  );
}

function readAxes(shape: readonly number[], attributes: StridedSliceAttributes): AxisReading[] {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const has = (mask: number, place: number): boolean => (mask & (1 << place)) !== 0;
  const places = [...begin.keys()];
  const named = places.filter((place) => !has(newAxisMask, place) && !has(ellipsisMask, place)).length;
  const unnamed = shape.length - named;

  let axis = 0;
  const whole = (): AxisReading => ({ from: 0, stride: 1, size: shape[axis++] as number });
  const readings = places.flatMap((place): AxisReading[] => {
    if (has(ellipsisMask, place)) return Array.from({ length: unnamed }, whole);
    if (has(newAxisMask, place)) return [{ from: 0, stride: 1, size: 1, isNew: true }];
    const size = shape[axis++] as number;
    const stride = strides[place] as number;
    if (has(shrinkAxisMask, place)) {
      return [{ from: axisFromStart(begin[place] as number, size), stride, size: 1, isShrunk: true }];
    }
    // Python's slice.indices: where a slice may begin and end depends on its direction
    const [first, last] = stride > 0 ? [0, size] : [-1, size - 1];
    const clamp = (entry: number): number => Math.min(Math.max(axisFromStart(entry, size), first), last);
    const [start, stop] = stride > 0 ? [first, last] : [last, first];
    const from = has(beginMask, place) ? start : clamp(begin[place] as number);
    const to = has(endMask, place) ? stop : clamp(end[place] as number);
    return [{ from, stride, size: Math.max(0, Math.ceil((to - from) / stride)) }];
  });
  while (axis < shape.length) readings.push(whole());
  return readings;
}

/** Into equal parts, or into parts of the sizes given, one of which may be -1: what is left. */
export interface SplitAttributes {
  readonly numOrSizeSplits: number | readonly number[];
  readonly axis: number;
}

/** The parts of x along an axis, in their order. */
export function split({ x }: MoveInputs, { numOrSizeSplits, axis }: SplitAttributes): HostTensor[] {
  const place = axisFromStart(axis, x.shape.length);
  const total = x.shape[place] as number;
  let begin = 0;
  return partSizes(numOrSizeSplits, total).map((size) => {
    const offset = begin;
    begin += size;
    return moveElements(x, withEntry(x.shape, place, size), (index) =>
      withEntry(index, place, (index[place] as number) + offset),
    );
  });
}

/** The slices of x along an axis, without that axis. */
export function unpack({ value }: { readonly value: HostTensor }, { axis }: { readonly axis: number }): HostTensor[] {
  const place = axisFromStart(axis, value.shape.length);
  const shape = value.shape.filter((_, other) => other !== place);
  return Array.from({ length: value.shape[place] as number }, (_, entry) =>
    moveElements(value, shape, (index) => [...index.slice(0, place), entry, ...index.slice(place)]),
  );
}

function partSizes(parts: number | readonly number[], total: number): readonly number[] {
  if (typeof parts === 'number') return Array.from({ length: parts }, () => total / parts);
  const known = parts.reduce((sum, size) => (size === -1 ? sum : sum + size), 0);
  return parts.map((size) => (size === -1 ? total - known : size));
}
