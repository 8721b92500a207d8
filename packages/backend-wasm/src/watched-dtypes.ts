/** What this backend does with complex numbers and text, kernel by kernel. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  Cast,
  ComplexAbs,
  Concat,
  ExpandDims,
  FFT,
  GatherV2,
  Identity,
  IFFT,
  Imag,
  type KernelFunc,
  Pack,
  Real,
  Reshape,
  Slice,
  StringNGrams,
  StringSplit,
  StringToHashBucketFast,
  Unpack,
} from '@tensorflow/tfjs-core';
import { borrow, borrowedKernels } from './borrowed-kernels.js';
import type { WatchedDtypes } from './dtype-gate.js';
import { type ComplexKernel, complexKernels } from './kernels/complex/by-parts.js';
import { runtimeOf } from './runtime.js';

/** Kernels that name or move elements of eight bytes as any others, and those made for complex numbers. */
const complexNatives = [Cast, ComplexAbs, ExpandDims, FFT, GatherV2, Identity, IFFT, Imag, Real, Reshape, Slice];

/** Kernels of ours and of tfjs that take text as it is. */
const textNatives = [
  Cast,
  Concat,
  ExpandDims,
  Identity,
  Pack,
  Reshape,
  Slice,
  StringNGrams,
  StringSplit,
  StringToHashBucketFast,
  Unpack,
];

type Way = [kernelName: string, way: KernelFunc | 'itself'];

/** @param Host - tfjs's class of the cpu backend, on which borrowed kernels run. */
export function watchedDtypes(Host: typeof MathBackendCPU): WatchedDtypes {
  const itself = (name: string): Way => [name, 'itself'];
  const borrowed = borrowedKernels.map(
    ({ kernel, dtypes }): Way => (dtypes === undefined ? itself(kernel) : [kernel, borrow(kernel, Host)]),
  );
  return {
    complex64: new Map([
      ...complexNatives.map(itself),
      ...[...complexKernels].map(([name, kernel]): Way => [name, asKernelFunc(kernel)]),
    ]),
    string: new Map([...textNatives.map(itself), ...borrowed]),
  };
}

function asKernelFunc(kernel: ComplexKernel): KernelFunc {
  return ({ inputs, attrs, backend }) =>
    kernel(runtimeOf(backend), inputs as Parameters<ComplexKernel>[1], attrs ?? {});
}
