/** Zeros and ones of the shape of another tensor, complex ones too. */
import { hostZeros, isDType, sizeOf } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { type KernelConfig, OnesLike, type TensorInfo, ZerosLike } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';
import { makeComplex } from './complex/complex-parts.js';

function constantLike(kernelName: string, value: 0 | 1): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }): TensorInfo => {
      const cpuBackend = backend as MathBackendCPU;
      const { shape, dtype } = inputs['x'] as TensorInfo;
      const size = sizeOf(shape);
      if (dtype === 'complex64') {
        const parts = { real: new Float32Array(size).fill(value), imag: new Float32Array(size) };
        return makeComplex(shape, parts, cpuBackend);
      }
      if (!isDType(dtype)) throw kernelCaseMissing(kernelName, dtype, 'numbers');
      return cpuBackend.makeTensorInfo(shape, dtype, hostZeros(dtype, size).fill(value));
    },
  };
}

/** The kernel `ZerosLike`. */
export const zerosLikeKernel: KernelConfig = constantLike(ZerosLike, 0);

/** The kernel `OnesLike`. */
export const onesLikeKernel: KernelConfig = constantLike(OnesLike, 1);
