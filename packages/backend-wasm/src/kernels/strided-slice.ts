/**
 * Slices by steps, forwards and backwards. tfjs's kernel reads the wrong elements where an axis is dropped and
 * another has a stride, and makes float32 of any dtype.
 */
import { sizeOf, type StridedSliceAttributes, stridedBox } from '@isograd/core';
import { Slice, StridedSlice, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { copyByteSteps, copyWordSteps } from './copy-steps.js';

/** The kernel `StridedSlice`. `x`: float32, int32 or bool. */
export const stridedSliceKernel: WasmKernel<{ readonly x: TensorInfo }, StridedSliceAttributes> = {
  kernelName: StridedSlice,
  functions: [copyByteSteps, copyWordSteps],
  compute(runtime, { x }, attributes) {
    const { begin, strides, size, outShape } = stridedBox(x.shape, attributes);
    if (sizeOf(size) === sizeOf(x.shape) && strides.every((stride) => stride > 0)) {
      return runtime.alias(x, outShape, x.dtype); // every element, in order
    }
    if (strides.every((stride) => stride === 1)) {
      const box = runtime.call(Slice, { x }, { begin, size });
      return { ...box, shape: [...outShape] };
    }
    const out = runtime.output(outShape, x.dtype);
    if (sizeOf(size) === 0) return out;
    const elementBytes = util.bytesPerElement(x.dtype);
    const copySteps = elementBytes === 1 ? copyByteSteps : copyWordSteps;
    const axisBytes = [...util.computeStrides(x.shape), 1].map((stride) => stride * elementBytes);
    const last = size.length - 1;
    let to = runtime.address(out);
    const copyFrom = (axis: number, before: number): void => {
      const bytes = axisBytes[axis] ?? 0;
      const from = before + (begin[axis] ?? 0) * bytes;
      const step = (strides[axis] ?? 1) * bytes;
      const count = size[axis] ?? 1;
      if (axis >= last) {
        runtime.run(copySteps, { from, step, to, count });
        to += count * elementBytes;
        return;
      }
      for (let taken = 0; taken < count; taken++) copyFrom(axis + 1, from + taken * step);
    };
    copyFrom(0, runtime.address(x));
    return out;
  },
};
