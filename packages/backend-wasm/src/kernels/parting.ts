/** A tensor taken apart along an axis; tfjs's kernels copy the whole tensor for every part. */
import { sizeOf } from '@isograd/core';
import { backend_util, SplitV, type TensorInfo, Unpack, util } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyRows } from './copy-rows.js';

interface UnpackInputs {
  readonly value: TensorInfo;
}

/** The kernel `Unpack`; text is left to tfjs's. */
export const unpackKernel: WasmKernel<UnpackInputs, { readonly axis: number }> = {
  kernelName: Unpack,
  functions: [copyRows],
  isLeftToUpstream: ({ value }) => value.dtype === 'string',
  compute(runtime, { value }, attributes) {
    const { shape } = value;
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const partShape = shape.toSpliced(axis, 1);
    return part(runtime, value, axis, Array<readonly number[]>(shape[axis] ?? 0).fill(partShape));
  },
};

interface SplitAttributes {
  readonly numOrSizeSplits: number | number[];
  readonly axis: number;
}

/** The kernel `SplitV`; text is left to tfjs's. */
export const splitKernel: WasmKernel<{ readonly x: TensorInfo }, SplitAttributes> = {
  kernelName: SplitV,
  functions: [copyRows],
  isLeftToUpstream: ({ x }) => x.dtype === 'string',
  compute(runtime, { x }, attributes) {
    const axis = util.parseAxisParam(attributes.axis, x.shape)[0] ?? 0;
    const sizes = backend_util.prepareSplitSize(x as never, attributes.numOrSizeSplits, axis);
    return part(
      runtime,
      x,
      axis,
      sizes.map((size) => x.shape.with(axis, size)),
    );
  },
};

/** The parts in their order; a row of each has the axes from `axis` on. */
function part(runtime: Runtime, x: TensorInfo, axis: number, shapes: readonly (readonly number[])[]): TensorInfo[] {
  const rows = sizeOf(x.shape.slice(0, axis));
  const elementBytes = util.bytesPerElement(x.dtype);
  const fromRow = (sizeOf(x.shape) / rows) * elementBytes;
  let from = runtime.address(x);
  return shapes.map((shape) => {
    const out = runtime.output(shape, x.dtype);
    if (sizeOf(shape) === 0) return out;
    const rowBytes = (sizeOf(shape) / rows) * elementBytes;
    runtime.run(copyRows, { from, fromRow, to: runtime.address(out), toRow: rowBytes, rows, rowBytes });
    from += rowBytes;
    return out;
  });
}
