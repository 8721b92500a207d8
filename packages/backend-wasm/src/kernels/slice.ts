/**
 * A box out of a tensor, copied run by run. tfjs's kernel copies the whole tensor first, and reads past its
 * rows when the box does not fit.
 */
import { type Shape, sizeOf } from '@isograd/core';
import { Slice, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { negativeSliceBegin, sliceOutOfRange } from '../messages.js';
import type { Runtime } from '../runtime.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyRows } from './copy-rows.js';

/** What `Slice` is told. */
export interface SliceAttributes {
  readonly begin: number | readonly number[];
  /** -1 takes what is left of an axis. */
  readonly size?: number | readonly number[];
}

/** The kernel `Slice`. `x`: any dtype and rank; text is left to tfjs's kernel. */
export const sliceKernel: WasmKernel<{ readonly x: TensorInfo }, SliceAttributes> = {
  kernelName: Slice,
  functions: [copyRows],
  compute(runtime, { x }, attributes) {
    const { begin, size } = boxOf(x, attributes);
    if (x.dtype === 'string') return runtime.callUpstream(Slice, { x }, { begin, size });
    const out = runtime.output(size, x.dtype);
    if (sizeOf(size) > 0) copyBox(runtime, x, begin, size, runtime.address(out));
    return out;
  },
};

/** A part of a tensor. */
export interface Box {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/**
 * First element and size of the box on every axis.
 *
 * @throws {ValueError} WASM_SLICE when it does not fit.
 */
export function boxOf(x: TensorInfo, attributes: SliceAttributes): Box {
  const { shape } = x;
  const begin = onEveryAxis(attributes.begin, shape.length, 0);
  const asked = onEveryAxis(attributes.size ?? -1, shape.length, -1);
  const size = asked.map((count, axis) => (count === -1 ? (shape[axis] ?? 0) - (begin[axis] ?? 0) : count));
  if (begin.some((from) => from < 0)) throw negativeSliceBegin(x, begin);
  let fits = begin.length === shape.length && size.length === shape.length;
  for (const [axis, length] of shape.entries()) {
    const [from = 0, count = 0] = [begin[axis], size[axis]];
    fits &&= count >= 0 && from + count <= length;
  }
  if (!fits) throw sliceOutOfRange(x, begin, asked);
  return { begin, size };
}

/** A number stands for the first axis; the axes after those named get `rest`. */
function onEveryAxis(values: number | readonly number[], rank: number, rest: number): number[] {
  const all = typeof values === 'number' ? [values] : [...values];
  while (all.length < rank) all.push(rest);
  return all;
}

/** Copies the box to `to`, as many rows at a time as lie at one distance. */
function copyBox(runtime: Runtime, x: TensorInfo, begin: Shape, size: Shape, to: number): void {
  const strides = byteStrides(x);
  const strideAt = (axis: number): number => strides[axis] ?? 0;
  const runAxis = outermostRunAxis(x.shape, size);
  const rowsAxis = runAxis - 1;
  const rowBytes = (size[runAxis] ?? 1) * (strides[runAxis] ?? util.bytesPerElement(x.dtype));
  const rows = size[rowsAxis] ?? 1;
  let first = runtime.address(x);
  for (let axis = 0; axis < begin.length; axis++) first += (begin[axis] ?? 0) * strideAt(axis);
  let end = to;
  const copyFrom = (axis: number, from: number): void => {
    if (axis >= rowsAxis) {
      runtime.run(copyRows, { from, fromRow: strideAt(rowsAxis), to: end, toRow: rowBytes, rows, rowBytes });
      end += rows * rowBytes;
      return;
    }
    const count = size[axis] ?? 0;
    for (let position = 0; position < count; position++) copyFrom(axis + 1, from + position * strideAt(axis));
  };
  copyFrom(0, first);
}

function byteStrides({ shape, dtype }: TensorInfo): number[] {
  const strides: number[] = [];
  let stride = util.bytesPerElement(dtype);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

/** The first of the axes that make one contiguous run: all axes after it are taken whole. */
function outermostRunAxis(shape: Shape, size: Shape): number {
  let axis = Math.max(0, shape.length - 1);
  while (axis > 0 && size[axis] === shape[axis]) axis--;
  return axis;
}
