/** Reductions over no element; tfjs's kernels then hand out uninitialized memory. */
import { sizeOf } from '@isograd/core';
import {
  All,
  Any,
  backend_util,
  type DataType,
  Fill,
  Max,
  Min,
  Prod,
  Sum,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** @param neutral - What the reduction of nothing is: the value that changes no other. */
function reduction(
  kernelName: string,
  neutral: (dtype: DataType) => number,
): WasmKernel<{ readonly x: TensorInfo }, Attributes> {
  return {
    kernelName,
    functions: [],
    compute(runtime, { x }, attributes) {
      if (sizeOf(x.shape) > 0) return runtime.callUpstream(kernelName, { x }, attributes);
      const axes = util.parseAxisParam(attributes.axis, x.shape);
      const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = attributes.keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
      const dtype = x.dtype === 'bool' && kernelName !== All && kernelName !== Any ? 'int32' : x.dtype;
      return runtime.call(Fill, {}, { shape, value: neutral(dtype), dtype });
    },
  };
}

/** The kernels `All`, `Any`, `Max`, `Min`, `Prod` and `Sum`. */
export const reductionKernels: readonly WasmKernel<{ readonly x: TensorInfo }, Attributes>[] = [
  reduction(All, () => 1),
  reduction(Any, () => 0),
  reduction(Max, (dtype) => (dtype === 'float32' ? Number.NEGATIVE_INFINITY : -(2 ** 31))),
  reduction(Min, (dtype) => (dtype === 'float32' ? Number.POSITIVE_INFINITY : 2 ** 31 - 1)),
  reduction(Prod, () => 1),
  reduction(Sum, () => 0),
];
