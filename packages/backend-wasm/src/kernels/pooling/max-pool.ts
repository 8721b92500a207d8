/** Maximum of each window; a NaN in the window is its maximum. A window of padding only gives -Infinity. */
import { MaxPool, MaxPool3D } from '@tensorflow/tfjs-core';
import { f32x4, v128 } from '../../assembler/operators.js';
import { poolRows } from './pool-rows.js';
import { type PoolingKernels, poolingKernels } from './pooling-kernel.js';

const maxPool = poolRows('maxPool', {
  identity: Number.NEGATIVE_INFINITY,
  begin: (f, { value, extra }) => {
    f.set(value, f.splatF32(Number.NEGATIVE_INFINITY));
    f.set(extra, f.splatF32(0));
  },
  // One instruction where f32x4.max takes many, but pmax drops NaN: whether there was one is kept apart.
  add: (f, { value, extra }, next, scratch) => {
    f.set(scratch, next);
    f.set(value, f32x4.pmax(value, scratch));
    f.set(extra, v128.or(extra, f32x4.ne(scratch, scratch)));
  },
  end: (f, { value, extra }) => f.set(value, v128.or(value, extra)), // all bits set is a NaN
});

/** The kernels `MaxPool` and `MaxPool3D`. */
export const maxPoolKernels: PoolingKernels = poolingKernels(MaxPool, MaxPool3D, maxPool);
