/** The check of kernels that compute with float32 only. */
import { describeTensor } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';

/**
 * Refuses tensors of another dtype than float32.
 *
 * @param kernelName - Who asks, for the error.
 * @throws {UnsupportedError} WASM_KERNEL_CASE
 */
export function requireFloats(kernelName: string, ...tensors: readonly TensorInfo[]): void {
  const other = tensors.find(({ dtype }) => dtype !== 'float32');
  if (other !== undefined) throw kernelCaseMissing(kernelName, describeTensor(other), 'float32');
}
