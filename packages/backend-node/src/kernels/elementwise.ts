/** Kernels that compute each element from the elements at its place, called by themselves: loops of one call. */
import { broadcastStrides, elementKernel, type Loop, type VectorDtype } from '@isograd/backend-wasm/internals';
import {
  Abs,
  Add,
  broadcast_util,
  Cast,
  Ceil,
  ClipByValue,
  Cos,
  type DataType,
  Elu,
  Equal,
  Erf,
  Exp,
  Expm1,
  Floor,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  Maximum,
  Minimum,
  Multiply,
  Neg,
  NotEqual,
  Prelu,
  RealDiv,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  SquaredDifference,
  Step,
  Sub,
  Tanh,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { loopWords } from '../native/element-calls.js';
import type { NativeKernel } from './native-kernel.js';

/** Elements that are worth an instruction of their own: fewer are done before it is read. */
const worthwhile = 2 ** 15;

type Inputs = Readonly<Record<string, TensorInfo>>;

const unary = [
  Abs,
  Cast,
  Ceil,
  ClipByValue,
  Cos,
  Elu,
  Erf,
  Exp,
  Expm1,
  Floor,
  IsFinite,
  IsInf,
  IsNan,
  LeakyRelu,
  Log,
  Log1p,
  LogicalNot,
  Neg,
  Reciprocal,
  Relu,
  Relu6,
  Round,
  Rsqrt,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  Step,
  Tanh,
];

const binary = [
  Add,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  Maximum,
  Minimum,
  Multiply,
  NotEqual,
  RealDiv,
  SquaredDifference,
  Sub,
];

/** Kernels whose results are truths, whatever their inputs are. */
const truths: ReadonlySet<string> = new Set([
  Equal,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  Less,
  LessEqual,
  NotEqual,
]);

/** All of them. */
export const elementwiseKernels: readonly NativeKernel[] = [
  ...unary.map((kernelName) => elementwise(kernelName, ['x'])),
  ...binary.map((kernelName) => elementwise(kernelName, ['a', 'b'])),
  elementwise(Prelu, ['x', 'alpha']),
];

function elementwise(kernelName: string, names: readonly string[]): NativeKernel<Inputs, object> {
  const tensorsOf = (inputs: Inputs): TensorInfo[] => names.map((name) => inputs[name] as TensorInfo);
  return {
    kernelName,
    worthwhile,
    serves: (inputs, attributes) => {
      const from = tensorsOf(inputs).map(({ dtype }) => dtype);
      return (
        from.every(isVectorDtype) &&
        new Set(from).size === 1 &&
        !(kernelName === Cast && from[0] === resultOf(kernelName, from, attributes)) && // another name for the same
        isVectorDtype(resultOf(kernelName, from, attributes)) &&
        elementKernel(kernelName, from) !== undefined
      );
    },
    compute: (runtime, inputs, attributes) => {
      const tensors = tensorsOf(inputs);
      const from = tensors.map(({ dtype }) => dtype);
      const shape = tensors
        .map((tensor) => tensor.shape)
        .reduce((a, b) => broadcast_util.assertAndGetBroadcastShape(a, b));
      const dtype = resultOf(kernelName, from, attributes) as VectorDtype;
      const out = runtime.output(shape, dtype);
      const loop: Loop = {
        shape,
        inputs: tensors.map((tensor) => ({
          dtype: tensor.dtype as VectorDtype,
          strides: broadcastStrides(tensor.shape, shape.length),
        })),
        calls: [
          {
            kernelName,
            operands: tensors.map((_, index) => ({ kind: 'input', index })),
            attributes: { ...attributes },
            dtype,
          },
        ],
        outputs: [0],
      };
      runtime.instruct(
        [...tensors, out].map((tensor) => runtime.address(tensor)),
        (places) => {
          const words = loopWords(loop, places.slice(0, -1), places.slice(-1));
          if (words === undefined) throw new Error(`${kernelName} is no elementwise instruction`);
          return words;
        },
      );
      return out;
    },
  };
}

function isVectorDtype(dtype: DataType): dtype is VectorDtype {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

function resultOf(kernelName: string, from: readonly DataType[], attributes: object): DataType {
  if (truths.has(kernelName)) return 'bool';
  if (kernelName === Cast && 'dtype' in attributes) return attributes.dtype as DataType;
  return from[0] ?? 'float32';
}
