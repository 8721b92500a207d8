/** The real and the imaginary part; upstream gives them the shape of whatever view was made last. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { Imag, type KernelConfig, Real, type TensorInfo } from '@tensorflow/tfjs-core';
import { complexParts } from './complex-parts.js';

function part(kernelName: string, name: 'real' | 'imag'): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }): TensorInfo => {
      const cpuBackend = backend as MathBackendCPU;
      const input = inputs['input'] as TensorInfo;
      return cpuBackend.makeTensorInfo(input.shape, 'float32', complexParts(input, cpuBackend)[name]);
    },
  };
}

/** The kernel `Real`. */
export const realKernel: KernelConfig = part(Real, 'real');

/** The kernel `Imag`. */
export const imagKernel: KernelConfig = part(Imag, 'imag');
