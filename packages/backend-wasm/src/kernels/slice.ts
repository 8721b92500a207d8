/**
 * A box out of a tensor, copied run by run. tfjs's kernel copies the whole tensor first, and reads past its
 * rows when the box does not fit.
 */
import { type Shape, sizeOf } from '@isograd/core';
import { Slice, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sliceOutOfRange } from '../messages.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyRows } from './copy-rows.js';

interface Attributes {
  readonly begin: number | readonly number[];
  /** -1 takes what is left of an axis. */
  readonly size?: number | readonly number[];
}

/** The kernel `Slice`. `x`: any dtype and rank; text is left to tfjs's kernel. */
export const sliceKernel: WasmKernel<{ readonly x: TensorInfo }, Attributes> = {
  kernelName: Slice,
  functions: [copyRows],
  compute(runtime, { x }, attributes) {
    const [begin, size] = boxOf(x, attributes);
    if (x.dtype === 'string') return runtime.callUpstream(Slice, { x }, { begin, size });
    const out = runtime.output(size, x.dtype);
    if (sizeOf(size) === 0) return out;
    const strides = stridesOf(x.shape, util.bytesPerElement(x.dtype));
    const strideAt = (axis: number): number => strides[axis] ?? 0;
    const runAxis = outermostRunAxis(x.shape, size);
    const rowBytes = (size[runAxis] ?? 1) * strideAt(runAxis);
    const rowsAxis = runAxis - 1;
    const rows = size[rowsAxis] ?? 1;
    const offset = begin.reduce((sum, first, axis) => sum + first * strideAt(axis), 0);
    let to = runtime.address(out);
    for (const start of boxStarts(size.slice(0, Math.max(0, rowsAxis)), strides)) {
      runtime.run(copyRows, {
        from: runtime.address(x) + offset + start,
        fromRow: strideAt(rowsAxis),
        to,
        toRow: rowBytes,
        rows,
        rowBytes,
      });
      to += rows * rowBytes;
    }
    return out;
  },
};

/** First element and size of the box on every axis. */
function boxOf(x: TensorInfo, { begin, size }: Attributes): [begin: number[], size: number[]] {
  const rank = x.shape.length;
  const given = (values: number | readonly number[], rest: number): number[] => {
    const list = typeof values === 'number' ? [values] : [...values];
    return [...list, ...Array.from({ length: rank - list.length }, () => rest)];
  };
  const first = given(begin, 0);
  const asked = given(size ?? -1, -1);
  const taken = asked.map((count, axis) => (count === -1 ? (x.shape[axis] ?? 0) - (first[axis] ?? 0) : count));
  const fits = x.shape.every((length, axis) => {
    const [from = 0, count = 0] = [first[axis], taken[axis]];
    return from >= 0 && count >= 0 && from + count <= length;
  });
  if (!fits || first.length !== rank || taken.length !== rank) throw sliceOutOfRange(x, first, asked);
  return [first, taken];
}

function stridesOf(shape: Shape, elementBytes: number): number[] {
  return shape.map((_, axis) => elementBytes * sizeOf(shape.slice(axis + 1)));
}

/** The first of the axes that make one contiguous run: all axes after it are taken whole. */
function outermostRunAxis(shape: Shape, size: Shape): number {
  let axis = Math.max(0, shape.length - 1);
  while (axis > 0 && size[axis] === shape[axis]) axis--;
  return axis;
}

/** Byte offsets of the positions of the outer axes, in row-major order. */
function boxStarts(size: Shape, strides: readonly number[]): number[] {
  return size.reduce<number[]>(
    (starts, count, axis) =>
      starts.flatMap((start) =>
        Array.from({ length: count }, (_, position) => start + position * (strides[axis] ?? 0)),
      ),
    [0],
  );
}
