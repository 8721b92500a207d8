/** Kernels that compute each element from the elements at its place, called by themselves: loops of one call. */
import {
  broadcastStrides,
  elementKernel,
  elementKernelNames,
  type Loop,
  type VectorDtype,
} from '@isograd/backend-wasm/internals';
import {
  Add,
  AddN,
  broadcast_util,
  BroadcastTo,
  Cast,
  type DataType,
  Equal,
  Fill,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  LogicalXor,
  Maximum,
  Minimum,
  Multiply,
  NotEqual,
  OnesLike,
  Prelu,
  RealDiv,
  Select,
  SquaredDifference,
  Sub,
  type TensorInfo,
  Tile,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import { loopWords } from '../native/element-calls.js';
import type { NativeKernel } from './native-kernel.js';

/** Elements that are worth an instruction of their own: fewer are done before it is read. */
const worthwhile = 2 ** 15;

type Inputs = Readonly<Record<string, TensorInfo>>;

/** What is in loops for what stands around it: by itself it copies, fills, or takes what only broadcasts there. */
const inLoopsOnly: ReadonlySet<string> = new Set([AddN, BroadcastTo, Fill, OnesLike, Select, Tile, ZerosLike]);

const binary: ReadonlySet<string> = new Set([
  Add,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  LogicalXor,
  Maximum,
  Minimum,
  Multiply,
  NotEqual,
  RealDiv,
  SquaredDifference,
  Sub,
]);

/** Names of the inputs, in the order of the operands. */
function inputsOf(kernelName: string): readonly string[] {
  if (kernelName === Prelu) return ['x', 'alpha'];
  return binary.has(kernelName) ? ['a', 'b'] : ['x'];
}

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
export const elementwiseKernels: readonly NativeKernel[] = elementKernelNames
  .filter((kernelName) => !inLoopsOnly.has(kernelName))
  .map((kernelName) => elementwise(kernelName, inputsOf(kernelName)));

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
