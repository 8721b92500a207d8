/**
 * Complex numbers through kernels of real ones: what moves elements, and what is linear over the real numbers, does
 * the same to each part.
 */
import {
  Add,
  Cast,
  Complex,
  Concat,
  GatherNd,
  Imag,
  MirrorPad,
  Multiply,
  Neg,
  OnesLike,
  Pack,
  PadV2,
  Real,
  Reverse,
  Select,
  SplitV,
  StridedSlice,
  Sub,
  Sum,
  type TensorInfo,
  Tile,
  Transpose,
  Unpack,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import { type Step, withIntermediates } from '../intermediates.js';

/** What a kernel does when a tensor of its call is complex64. */
export type ComplexKernel = (runtime: Runtime, inputs: Inputs, attributes: object) => TensorInfo | TensorInfo[];

/** By name, or in a list. */
type Inputs = Readonly<Record<string, TensorInfo>>;

/** Runs the kernel on the real parts and on the imaginary parts; tensors that are real, such as indices, stay. */
function onEachPart(
  kernelName: string,
  imaginaryAttributes: (attributes: object) => object = (attributes) => attributes,
): ComplexKernel {
  return (runtime, inputs, attributes) => {
    const reals = onPart(runtime, Real, kernelName, inputs, attributes);
    const imags = onPart(runtime, Imag, kernelName, inputs, imaginaryAttributes(attributes));
    const joined = [reals].flat().map((real, index) => {
      const imag = [imags].flat()[index] as TensorInfo;
      const out = runtime.call(Complex, { real, imag }, {});
      runtime.dispose(real);
      runtime.dispose(imag);
      return out;
    });
    return Array.isArray(reals) ? joined : (joined[0] as TensorInfo);
  };
}

function onPart(
  runtime: Runtime,
  part: typeof Real | typeof Imag,
  kernelName: string,
  inputs: Inputs,
  attributes: object,
): TensorInfo | TensorInfo[] {
  const taken: TensorInfo[] = [];
  const take = (input: TensorInfo): TensorInfo => {
    if (input.dtype !== 'complex64') return input;
    const values = runtime.call(part, { input }, {});
    taken.push(values);
    return values;
  };
  const entries = Object.entries(inputs).map(([name, input]) => [name, take(input)] as const);
  const parts = Array.isArray(inputs) ? entries.map(([, input]) => input) : Object.fromEntries(entries);
  try {
    return runtime.call(kernelName, parts as Inputs, attributes);
  } finally {
    for (const values of taken) runtime.dispose(values);
  }
}

/** A sum or a difference; a real operand has an imaginary part of zeros. */
function sumOf(kernelName: typeof Add | typeof Sub): ComplexKernel {
  return (runtime, inputs) => onOperands(runtime, inputs, (step, a, b) => combine(step, kernelName, a, b));
}

/** (a + bi)(c + di) = (ac - bd) + (ad + bc)i */
const product: ComplexKernel = (runtime, inputs) =>
  onOperands(runtime, inputs, (step, a, b) => {
    const times = (x: TensorInfo, y: TensorInfo): TensorInfo => step(Multiply, { a: x, b: y }, {});
    return {
      real: step(Sub, { a: times(a.real, b.real), b: times(a.imag, b.imag) }, {}),
      imag: step(Add, { a: times(a.real, b.imag), b: times(a.imag, b.real) }, {}),
    };
  });

type Parts = Readonly<Record<'real' | 'imag', TensorInfo>>;

function combine(step: Step, kernelName: string, a: Parts, b: Parts): Parts {
  return {
    real: step(kernelName, { a: a.real, b: b.real }, {}),
    imag: step(kernelName, { a: a.imag, b: b.imag }, {}),
  };
}

function onOperands(
  runtime: Runtime,
  { a, b }: Inputs,
  compute: (step: Step, a: Parts, b: Parts) => Parts,
): TensorInfo {
  return withIntermediates(runtime, (step) => {
    const partsOf = (operand: TensorInfo): Parts => {
      const input = step(Cast, { x: operand }, { dtype: 'complex64' });
      return { real: step(Real, { input }, {}), imag: step(Imag, { input }, {}) };
    };
    return step(Complex, compute(step, partsOf(a as TensorInfo), partsOf(b as TensorInfo)), {});
  });
}

const ones: ComplexKernel = (runtime, { x }) =>
  withIntermediates(runtime, (step) => {
    const real = step(Real, { input: x as TensorInfo }, {});
    return step(Complex, { real: step(OnesLike, { x: real }, {}), imag: step(ZerosLike, { x: real }, {}) }, {});
  });

const partwise = [
  Concat,
  GatherNd,
  MirrorPad,
  Neg,
  Pack,
  Reverse,
  Select,
  SplitV,
  StridedSlice,
  Sum,
  Tile,
  Transpose,
  Unpack,
  ZerosLike,
];

/** Complex arithmetic and movement by kernel; what is not here and not made for complex numbers refuses them. */
export const complexKernels: ReadonlyMap<string, ComplexKernel> = new Map([
  ...partwise.map((name) => [name, onEachPart(name)] as const),
  [PadV2, onEachPart(PadV2, (attributes) => ({ ...attributes, constantValue: 0 }))],
  [Add, sumOf(Add)],
  [Sub, sumOf(Sub)],
  [Multiply, product],
  [OnesLike, ones],
]);
