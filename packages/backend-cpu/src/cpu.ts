/** The plain JavaScript backend: tfjs's cpu kernels, with ours where training needs better ones. */
import { type Backend, type Capabilities, initializeTfjsBackend, installKernels } from '@isograd/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { takeComplexNumbers } from './complex-move.js';
import { cpuKernels } from './kernels/index.js';

/**
 * Runs everywhere, on one thread, with no vector instructions: the reference that the others are held to.
 *
 * @example
 * import { useBackend } from '@isograd/core';
 * import { cpu } from '@isograd/backend-cpu';
 * await useBackend(cpu());
 */
export function cpu(): Backend {
  return { name: 'cpu', load };
}

async function load(): Promise<Capabilities> {
  await import('@tensorflow/tfjs-backend-cpu');
  const backend = (await initializeTfjsBackend('cpu')) as MathBackendCPU;
  takeComplexNumbers(backend);
  // tfjs advertises another package on the first use in Node; this field is how it knows.
  Object.assign(backend, { firstUse: false });
  installKernels(cpuKernels);
  return {
    dtypes: ['float32', 'int32', 'bool'],
    threads: 1,
    simd: 'none',
    largestTensorBytes: 2 ** 31 - 1,
    kernels: { native: getKernelsForBackend('cpu').map(({ kernelName }) => kernelName), borrowed: [], absent: [] },
  };
}
