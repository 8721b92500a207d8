/** Gradient of max pooling: it goes to the first maximum of each window, in row-major order; to the first NaN if there is one. */
import { MaxPool3DGrad, MaxPoolGrad } from '@tensorflow/tfjs-core';
import { f32, i32 } from '../../assembler/operators.js';
import { eachFirstMaximum } from './first-maximum.js';
import { type PoolingGradientKernels, poolingGradientKernels, spreadGradient } from './pooling-kernel.js';

const maxPoolGrad = spreadGradient('maxPoolGrad', (f, p) => {
  const fromXToDx = f.local('i32', i32.sub(p.dx, p.x));
  const address = f.local('i32');
  eachFirstMaximum(
    f,
    p,
    ({ window, channel, groups }) =>
      f.if(window.count, () => {
        for (const { lanes, offset, addressOf } of groups) {
          for (let lane = 0; lane < lanes; lane++) {
            f.set(address, i32.add(addressOf(lane), fromXToDx));
            const share = f32.load(i32.add(p.dy, channel), offset + 4 * lane);
            f.store('f32.store', address, f32.add(f32.load(address), share));
          }
        }
      }),
    ({ pixelBytes }) => f.increase(p.dy, pixelBytes),
  );
});

/** The kernels `MaxPoolGrad` and `MaxPool3DGrad`. */
export const maxPoolGradKernels: PoolingGradientKernels = poolingGradientKernels(
  MaxPoolGrad,
  MaxPool3DGrad,
  maxPoolGrad,
);
