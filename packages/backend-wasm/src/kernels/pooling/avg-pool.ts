/**
 * Mean of the valid elements of each window (Keras; PyTorch with count_include_pad off). A window of padding only gives
 * 0, the sum of nothing, as tfjs's kernel for volumes on cpu; its kernel for images has NaN there.
 */
import { AvgPool, AvgPool3D } from '@tensorflow/tfjs-core';
import { f32, f32x4 } from '../../assembler/operators.js';
import { poolRows } from './pool-rows.js';
import { type PoolingKernels, poolingKernels } from './pooling-kernel.js';

const avgPool = poolRows('avgPool', {
  identity: 0,
  begin: (f, { value }) => f.set(value, f.splatF32(0)),
  add: (f, { value }, next) => f.set(value, f32x4.add(value, next)),
  end: () => undefined,
  finish: (f, { value }, count) => f.set(value, f32x4.div(value, f32x4.splat(f32.max(count, 1)))),
});

/** The kernels `AvgPool` and `AvgPool3D`. */
export const avgPoolKernels: PoolingKernels = poolingKernels(AvgPool, AvgPool3D, avgPool);
