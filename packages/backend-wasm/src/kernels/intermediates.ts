/** Kernels that are made of others: each step runs one, and what the steps made is disposed with the last. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime.js';

/** Runs a kernel of the backend on tensors. */
export type Step = (kernelName: string, inputs: Readonly<Record<string, TensorInfo>>, attributes: object) => TensorInfo;

/** Runs `compute` and disposes everything its steps made but the result. */
export function withIntermediates(runtime: Runtime, compute: (step: Step) => TensorInfo): TensorInfo {
  const made: TensorInfo[] = [];
  try {
    const result = compute((kernelName, inputs, attributes) => {
      const output = runtime.call(kernelName, inputs, attributes);
      made.push(output);
      return output;
    });
    return runtime.alias(result, result.shape, result.dtype);
  } finally {
    for (const tensor of made) runtime.dispose(tensor);
  }
}
