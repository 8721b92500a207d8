/**
 * Kernels of tfjs that know fewer dtypes than their ops take: for the others they print a line, hand out
 * uninitialized memory, and some write four bytes for each bool. Here such tensors are converted, and the result back.
 */
import {
  Abs,
  Acos,
  Acosh,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Cast,
  type DataType,
  Exp,
  Expm1,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Log1p,
  Neg,
  Reciprocal,
  Relu,
  ResizeNearestNeighbor,
  Reverse,
  Round,
  Select,
  Selu,
  Sign,
  Sinh,
  Softplus,
  Square,
  Step,
  type TensorInfo,
  TopK,
} from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';

type Inputs = Readonly<Record<string, TensorInfo>>;

/**
 * @param native - Dtypes that tfjs's kernel knows; others become the last of them.
 * @param result - Dtype of the result for those: as they were, or one for all.
 */
function converted(kernelName: string, native: readonly DataType[], result: 'same' | DataType): WasmKernel<Inputs> {
  const common = native.at(-1) ?? 'float32';
  const isForeign = (name: string, x: TensorInfo): boolean => name !== 'condition' && !native.includes(x.dtype);
  return {
    kernelName,
    functions: [],
    isLeftToUpstream(inputs) {
      for (const name in inputs) {
        const x = inputs[name];
        if (x !== undefined && isForeign(name, x)) return false;
      }
      return true;
    },
    compute(runtime, inputs, attributes) {
      const foreign = Object.entries(inputs).filter(([name, x]) => isForeign(name, x));
      const [[, first]] = foreign as [[string, TensorInfo]]; // else it were left to tfjs
      const numbers = foreign.map(([name, x]) => [name, runtime.call(Cast, { x }, { dtype: common })] as const);
      const dtype = result === 'same' ? first.dtype : result;
      try {
        const all = { ...inputs, ...Object.fromEntries(numbers) };
        // TopK has two outputs: the values, and their places, which stay.
        const [values, ...rest] = [runtime.callUpstream(kernelName, all, attributes)].flat() as [TensorInfo];
        if (values.dtype === dtype) return values;
        const out = runtime.call(Cast, { x: values }, { dtype });
        runtime.dispose(values);
        return rest.length === 0 ? out : ([out, ...rest] as never);
      } finally {
        for (const [, x] of numbers) runtime.dispose(x);
      }
    },
  };
}

const ofFloats = [
  Acos,
  Acosh,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Expm1,
  Log1p,
  Reciprocal,
  ResizeNearestNeighbor,
  Selu,
  Sinh,
  Softplus,
];

const ofNumbers = [Abs, Neg, Relu, Reverse, Round, Select, Sign, Square, Step, TopK];

/** Dtypes and names as on cpu: the sine of an integer is an integer. */
export const convertedKernels: readonly WasmKernel<Inputs>[] = [
  ...ofFloats.map((name) => converted(name, ['float32'], 'same')),
  ...ofNumbers.map((name) => converted(name, ['float32', 'int32'], 'same')),
  ...[Exp, LeakyRelu].map((name) => converted(name, ['float32'], 'float32')),
  ...[IsFinite, IsInf, IsNan].map((name) => converted(name, ['float32'], 'bool')),
];
