/** Every kernel that this backend has of its own. */
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { eluKernel, expm1Kernel, seluKernel, softplusKernel } from './activation.js';
import { avgPoolGradKernel } from './avg-pool-grad.js';
import { clipKernel } from './clip.js';
import { maxPoolKernel } from './max-pool.js';
import { maxPoolGradKernel } from './max-pool-grad.js';
import { randomBitsKernel } from './random-bits.js';
import { selectKernel } from './select.js';
import { cosKernel, sinKernel, tanKernel } from './trigonometry.js';

export const webglKernels: readonly KernelConfig[] = [
  randomBitsKernel,
  maxPoolKernel,
  maxPoolGradKernel,
  avgPoolGradKernel,
  selectKernel,
  clipKernel,
  eluKernel,
  seluKernel,
  softplusKernel,
  expm1Kernel,
  sinKernel,
  cosKernel,
  tanKernel,
];
