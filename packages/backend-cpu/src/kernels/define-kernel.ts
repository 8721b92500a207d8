/** How a kernel of this backend is written: host arrays in, one host array out. */
import type { DType, HostData, Shape } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor of this backend: its elements lie in a typed array, row-major. */
export interface HostTensor<Values extends HostData = HostData> {
  readonly shape: number[];
  readonly dtype: DType;
  readonly values: Values;
}

/** What a kernel returns. */
export interface HostResult {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly values: HostData;
}

/**
 * A kernel of the cpu backend.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param compute - From the inputs by name and the attributes to the output.
 */
export function defineKernel<Inputs extends { readonly [name: string]: HostTensor }, Attributes extends object>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes) => HostResult,
): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
      const cpuBackend = backend as MathBackendCPU;
      const hostInputs = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [name, onHost(tensor as TensorInfo, cpuBackend)]),
      );
      const { shape, dtype, values } = compute(hostInputs as Inputs, (attrs ?? {}) as Attributes);
      return cpuBackend.makeTensorInfo([...shape], dtype, values);
    },
  };
}

function onHost({ dataId, shape, dtype }: TensorInfo, backend: MathBackendCPU): HostTensor {
  return { shape, dtype: dtype as DType, values: backend.data.get(dataId).values as HostData };
}
