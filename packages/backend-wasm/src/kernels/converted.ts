/**
 * Kernels of tfjs that know fewer dtypes than their ops take: for the others they print a line, hand out
 * uninitialized memory, and some write four bytes for each bool. Here such tensors are converted, and the result back.
 */
import {
  Acos,
  Acosh,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Cast,
  type DataType,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Reciprocal,
  Relu,
  ResizeNearestNeighbor,
  Reverse,
  Round,
  Sinh,
  Square,
  Step,
  type TensorInfo,
  TopK,
} from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { reluOfNumbers } from './clamp.js';

type Inputs = Readonly<Record<string, TensorInfo>>;

/** What computes with one dtype of the input `x` in tfjs's place. */
export interface OwnPart extends Pick<WasmKernel<Inputs>, 'functions' | 'compute'> {
  readonly dtype: DataType;
}

/**
 * @param native - Dtypes that the kernel knows; others become the last of them.
 * @param result - Dtype of the result for those: as they were, or one for all.
 * @param own - What computes with one of the native dtypes. Default: tfjs's kernel does with all.
 */
export function converted(
  kernelName: string,
  native: readonly DataType[],
  result: 'same' | DataType,
  own?: OwnPart,
): WasmKernel<Inputs> {
  const common = native.at(-1) ?? 'float32';
  const isForeign = (x: TensorInfo): boolean => !native.includes(x.dtype);
  const [leftDtype, otherLeftDtype] = native.filter((dtype) => dtype !== own?.dtype);
  const isLeft = ({ dtype }: TensorInfo): boolean => dtype === leftDtype || dtype === otherLeftDtype;
  // The input is mostly the one that is called x: to look through all takes some hundredths of a small kernel's time.
  const isLeftToUpstream = (inputs: Inputs): boolean =>
    inputs['x'] === undefined ? Object.values(inputs).every(isLeft) : isLeft(inputs['x']);
  return {
    kernelName,
    functions: own?.functions ?? [],
    ...(leftDtype !== undefined ? { isLeftToUpstream } : {}),
    compute(runtime, inputs, attributes) {
      if (own !== undefined && inputs['x']?.dtype === own.dtype) return own.compute(runtime, inputs, attributes);
      const run = (all: Inputs): TensorInfo | TensorInfo[] =>
        own === undefined || isLeftToUpstream(all)
          ? runtime.callUpstream(kernelName, all, attributes)
          : own.compute(runtime, all, attributes as never);
      const first = Object.values(inputs).find(isForeign);
      if (first === undefined) return run(inputs);
      const foreign = Object.entries(inputs).filter(([, x]) => isForeign(x));
      const numbers = foreign.map(([name, x]) => [name, runtime.call(Cast, { x }, { dtype: common })] as const);
      const dtype = result === 'same' ? first.dtype : result;
      try {
        const all = { ...inputs, ...Object.fromEntries(numbers) };
        // TopK has two outputs: the values, and their places, which stay.
        const [values, ...rest] = [run(all)].flat() as [TensorInfo];
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

const ofFloats = [Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Reciprocal, ResizeNearestNeighbor, Sinh];

const ofNumbers = [Reverse, Round, Square, Step, TopK];

/** Dtypes as on cpu: the sine of an integer is an integer. */
export const convertedKernels: readonly WasmKernel<Inputs>[] = [
  ...ofFloats.map((name) => converted(name, ['float32'], 'same')),
  ...ofNumbers.map((name) => converted(name, ['float32', 'int32'], 'same')),
  converted(Relu, ['int32', 'float32'], 'same', { dtype: 'float32', ...reluOfNumbers }),
  converted(LeakyRelu, ['float32'], 'float32'),
  ...[IsFinite, IsInf, IsNan].map((name) => converted(name, ['float32'], 'bool')),
];
