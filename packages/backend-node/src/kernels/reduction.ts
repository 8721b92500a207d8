/** Reductions along any axes, softmax, and where extrema are. */
import { sizeOf } from '@isograd/core';
import {
  All,
  Any,
  ArgMax,
  ArgMin,
  backend_util,
  type DataType,
  LogSoftmax,
  Max,
  Mean,
  Min,
  Prod,
  Softmax,
  Sum,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { argExtremumWords } from '../native/instructions/arg-extremum.js';
import { type NativeFold, reductionSizes, reductionWords } from '../native/instructions/reduction.js';
import { softmaxWords } from '../native/instructions/softmax.js';
import { areFloats, type NativeKernel } from './native-kernel.js';

interface Inputs {
  readonly x: TensorInfo;
}

/** Max has another name for its axes. */
interface Attributes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

type NumberFold = Extract<NativeFold, { readonly dtype: 'float32' | 'int32' }>['kind'];
type BoolFold = Extract<NativeFold, { readonly dtype: 'bool' }>['kind'];

/** Elements that are worth an instruction of their own. */
const worthwhile = 2 ** 13;

const numbers =
  (kind: NumberFold) =>
  (dtype: DataType): NativeFold | undefined =>
    dtype === 'float32' || dtype === 'int32' ? { dtype, kind } : undefined;

const bools =
  (kind: BoolFold) =>
  (dtype: DataType): NativeFold | undefined =>
    dtype === 'bool' ? { dtype, kind } : undefined;

/** The kernels of reductions. */
export const reductionKernels: readonly NativeKernel[] = [
  reduction(All, bools('all')),
  reduction(Any, bools('any')),
  reduction(Max, numbers('maximum')),
  reduction(Mean, (dtype) => (dtype === 'float32' ? { dtype, kind: 'sum' } : undefined)),
  reduction(Min, numbers('minimum')),
  reduction(Prod, numbers('product')),
  reduction(Sum, numbers('sum')),
];

function reduction(
  kernelName: string,
  foldOf: (dtype: DataType) => NativeFold | undefined,
): NativeKernel<Inputs, Attributes> {
  return {
    kernelName,
    worthwhile,
    serves: ({ x }, attributes) =>
      foldOf(x.dtype) !== undefined &&
      sizeOf(x.shape) > 0 &&
      reductionSizes(x.shape, axesOf(x, attributes)) !== undefined,
    compute: (runtime, { x }, attributes) => {
      const axes = axesOf(x, attributes);
      const [fold, sizes] = [foldOf(x.dtype), reductionSizes(x.shape, axes)];
      if (fold === undefined || sizes === undefined) throw new Error(`${kernelName} does not serve these`);
      const [reduced, counted] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = attributes.keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
      const out = runtime.output(shape, x.dtype);
      const scale = kernelName === Mean ? 1 / sizeOf(counted) : 1;
      runtime.instruct([runtime.address(x), runtime.address(out)], ([from, to]) =>
        reductionWords({ fold, sizes, scale, x: from, out: to }),
      );
      return out;
    },
  };
}

function axesOf(x: TensorInfo, { axis, reductionIndices }: Attributes): number[] {
  return util.parseAxisParam((axis ?? reductionIndices) as number[], x.shape);
}

/** The kernels `ArgMax` and `ArgMin`. */
export const argKernels: readonly NativeKernel[] = [argExtremum(ArgMax, 'largest'), argExtremum(ArgMin, 'smallest')];

function argExtremum(
  kernelName: string,
  kind: 'largest' | 'smallest',
): NativeKernel<Inputs, { readonly axis: number }> {
  return {
    kernelName,
    worthwhile,
    serves: ({ x }) => areFloats(x),
    compute: (runtime, { x }, attributes) => {
      const [axis = 0] = util.parseAxisParam(attributes.axis, x.shape);
      const [before, behind] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
      const sizes = { kind, blocks: sizeOf(before), length: x.shape[axis] ?? 1, columns: sizeOf(behind) };
      const out = runtime.output([...before, ...behind], 'int32');
      runtime.instruct([runtime.address(x), runtime.address(out)], ([from, to]) =>
        argExtremumWords({ ...sizes, x: from, out: to }),
      );
      return out;
    },
  };
}

/** The kernels `Softmax` and `LogSoftmax`, along the last axis. */
export const softmaxKernels: readonly NativeKernel[] = [softmax(Softmax, false), softmax(LogSoftmax, true)];

interface SoftmaxAttributes {
  readonly dim?: number;
  readonly axis?: number;
}

function softmax(
  kernelName: string,
  isLogarithm: boolean,
): NativeKernel<{ readonly logits: TensorInfo }, SoftmaxAttributes> {
  return {
    kernelName,
    worthwhile: 2 ** 10,
    serves: ({ logits }, { dim, axis = dim ?? -1 }) =>
      areFloats(logits) && sizeOf(logits.shape) > 0 && (axis === -1 || axis === logits.shape.length - 1),
    compute: (runtime, { logits }) => {
      const out = runtime.output(logits.shape, 'float32');
      const length = logits.shape.at(-1) ?? 1;
      const rows = sizeOf(logits.shape) / length;
      runtime.instruct([runtime.address(logits), runtime.address(out)], ([x, to]) =>
        softmaxWords({ isLogarithm, rows, length, x, out: to }),
      );
      return out;
    },
  };
}
