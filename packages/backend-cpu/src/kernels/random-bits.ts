/** Random bits, by the reference implementation in core. */
import { fillRandomBits, RandomBits, type RandomBitsAttrs, sizeOf } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

export const randomBitsKernel: KernelConfig = {
  kernelName: RandomBits,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
    const { key, data } = inputs;
    const { shape, bits, domain } = attrs as unknown as RandomBitsAttrs;
    const cpuBackend = backend as MathBackendCPU;
    const valuesOf = (tensor: TensorInfo): Int32Array => cpuBackend.data.get(tensor.dataId).values as Int32Array;
    const values = new Int32Array(sizeOf(shape));
    fillRandomBits(valuesOf(key as TensorInfo), values, { bits, domain, data: data ? (valuesOf(data)[0] ?? 0) : 0 });
    return cpuBackend.makeTensorInfo([...shape], 'int32', values);
  },
};
