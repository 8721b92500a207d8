/** How a kernel of this backend is written: host arrays in, one host array out. */
import { type DType, type HostData, isDType, type Shape } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';

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

/** The inputs of a kernel by name; an optional one may be absent. */
type HostInputs = { readonly [name: string]: HostTensor | undefined };

/**
 * A kernel of the cpu backend.
 *
 * @param kernelName - tfjs's name of the kernel.
 * @param compute - From the inputs by name and the attributes to the output.
 */
export function defineKernel<Inputs extends HostInputs, Attributes extends object>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes) => HostResult,
): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }): TensorInfo => {
      const cpuBackend = backend as MathBackendCPU;
      const hostInputs: { [name: string]: HostTensor } = {};
      for (const name of Object.keys(inputs)) {
        const tensor: TensorInfo | null | undefined = inputs[name];
        if (tensor) hostInputs[name] = onHost(kernelName, tensor, cpuBackend);
      }
      const { shape, dtype, values } = compute(hostInputs as Inputs, (attrs ?? {}) as Attributes);
      return cpuBackend.makeTensorInfo([...shape], dtype, values);
    },
  };
}

/**
 * A tensor with its elements.
 *
 * @throws {UnsupportedError} CPU_KERNEL_CASE of complex numbers and strings.
 */
export function onHost(kernelName: string, { dataId, shape, dtype }: TensorInfo, backend: MathBackendCPU): HostTensor {
  if (!isDType(dtype)) throw kernelCaseMissing(kernelName, dtype, 'float32, int32 or bool');
  return { shape, dtype, values: backend.data.get(dataId).values as HostData };
}
