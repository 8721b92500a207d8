/** Reductions of tensors without elements: the neutral element of each. tfjs's kernels leave memory as they find it. */
import { sizeOf } from '@isograd/core';
import {
  All,
  Any,
  backend_util,
  type DataType,
  Fill,
  Max,
  Mean,
  Min,
  Prod,
  Sum,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

type Axes = number | number[];

interface Attributes {
  /** Counted from the end when negative; left out: all. */
  readonly axis: Axes;
  readonly keepDims: boolean;
}

/** Max has another name for its axes. */
interface MaxAttributes {
  readonly reductionIndices: Axes;
  readonly keepDims: boolean;
}

/** The kernel of a reduction. */
export type Reduction = WasmKernel<{ readonly x: TensorInfo }, Attributes | MaxAttributes>;

/** The kernel of tfjs, with `neutral` as what nothing reduces to. */
export function reduction(kernelName: string, neutral: (dtype: DataType) => number): Reduction {
  return {
    kernelName,
    functions: [],
    compute(runtime, { x }, attributes) {
      if (sizeOf(x.shape) > 0) return runtime.callUpstream(kernelName, { x }, attributes);
      const axes = util.parseAxisParam('axis' in attributes ? attributes.axis : attributes.reductionIndices, x.shape);
      const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = attributes.keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
      const dtype = resultOf(kernelName, x.dtype);
      return runtime.call(Fill, {}, { shape, value: neutral(dtype), dtype });
    },
  };
}

/** Bools are counted as integers. */
function resultOf(kernelName: string, dtype: DataType): DataType {
  if (kernelName === Mean) return 'float32';
  return dtype === 'bool' && (kernelName === Prod || kernelName === Sum) ? 'int32' : dtype;
}

/** The ends of the range of each dtype; floats have infinities. */
const least = (dtype: DataType): number =>
  dtype === 'float32' ? Number.NEGATIVE_INFINITY : dtype === 'bool' ? 0 : -(2 ** 31);
const most = (dtype: DataType): number =>
  dtype === 'float32' ? Number.POSITIVE_INFINITY : dtype === 'bool' ? 1 : 2 ** 31 - 1;

/** The kernels `All`, `Any`, `Max`, `Mean`, `Min` and `Prod`. */
export const reductionKernels: readonly Reduction[] = [
  reduction(All, () => 1),
  reduction(Any, () => 0),
  reduction(Max, least),
  reduction(Mean, () => Number.NaN),
  reduction(Min, most),
  reduction(Prod, () => 1),
];
