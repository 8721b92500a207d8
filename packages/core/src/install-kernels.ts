/** Puts kernels of our own into tfjs's kernel registry, in the place of any that stand there. */
import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/**
 * Registers kernels for the backend that each of them names. A kernel registered before under the same name
 * is replaced without a warning; calling it again with the same kernels changes nothing.
 */
export function installKernels(kernels: readonly KernelConfig[]): void {
  for (const kernel of kernels) {
    const current = getKernel(kernel.kernelName, kernel.backendName);
    if (current === kernel) continue;
    if (current !== undefined && current !== null) unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}
