/** Sums, differences and products of complex numbers; upstream's are NaN where one is broadcast. */
import { sizeOf } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { broadcast_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { type ComplexParts, complexParts, makeComplex } from '../complex/complex-parts.js';
import { type BinaryLoop, eachRun, type Run } from './define-elementwise.js';

/** Fills a run of both parts of `values` with a function of the elements of `a` and `b`. */
export type ComplexLoop = (a: ComplexParts, b: ComplexParts, values: ComplexParts, run: Run) => void;

/** The loop of a function that has the same loop for each part. */
export function eachPart(loop: BinaryLoop): ComplexLoop {
  return (a, b, values, run) => {
    loop(a.real, b.real, values.real, run);
    loop(a.imag, b.imag, values.imag, run);
  };
}

/** (p + qi)(r + si) = pr - qs + (ps + qr) i */
export const complexProduct: ComplexLoop = (a, b, values, { start, length, aStart, aStep, bStart, bStep }) => {
  for (let i = 0; i < length; i++) {
    const [p, q] = [a.real[aStart + i * aStep] as number, a.imag[aStart + i * aStep] as number];
    const [r, s] = [b.real[bStart + i * bStep] as number, b.imag[bStart + i * bStep] as number];
    values.real[start + i] = p * r - q * s;
    values.imag[start + i] = p * s + q * r;
  }
};

/**
 * The same kernel, for complex numbers too: where one operand is complex, the result is.
 *
 * @param kernel - The kernel of two operands for real numbers.
 * @param loop - What it computes of complex numbers.
 */
export function withComplex(kernel: KernelConfig, loop: ComplexLoop): KernelConfig {
  return {
    ...kernel,
    kernelFunc: (call) => {
      const [a, b] = [call.inputs['a'] as TensorInfo, call.inputs['b'] as TensorInfo];
      if (a.dtype !== 'complex64' && b.dtype !== 'complex64') return kernel.kernelFunc(call);
      const backend = call.backend as MathBackendCPU;
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const [aParts, bParts] = [complexParts(a, backend), complexParts(b, backend)];
      const size = sizeOf(shape);
      const values = { real: new Float32Array(size), imag: new Float32Array(size) };
      eachRun(a.shape, b.shape, shape, (run) => loop(aParts, bParts, values, run));
      return makeComplex(shape, values, backend);
    },
  };
}
