/** Gradient of average pooling: each valid element of a window gets an equal share. */
import { AvgPool3DGrad, AvgPoolGrad } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { f32, f32x4, i32 } from '../../assembler/operators.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { type PoolingGradientKernels, poolingGradientKernels, spreadGradient } from './pooling-kernel.js';
import { eachWindow } from './windows.js';

const avgPoolGrad = spreadGradient('avgPoolGrad', (f, p) => {
  const shares = Array.from({ length: 4 }, () => f.local('v128'));
  const shareAt = (index: number): Local<'v128'> => shares[index] as Local<'v128'>;
  const channel = f.local('i32');
  const count = f.local('v128');
  const sum = f.local('v128');
  eachWindow(f, p, (window) => {
    f.set(count, f32x4.splat(f32.convert_i32_u(window.count)));
    eachGroup(f, p.channels, channel, (vectors) => {
      vectors.forEach(({ lanes, offset }, index) =>
        f.set(shareAt(index), f32x4.div(loadLanes(i32.add(p.dy, channel), lanes, offset), count)),
      );
      window.eachPixel(i32.add(i32.add(p.dx, channel), window.start), (pixel) => {
        vectors.forEach(({ lanes, offset }, index) => {
          f.set(sum, f32x4.add(loadLanes(pixel, lanes, offset), shareAt(index)));
          storeLanes(f, pixel, sum, lanes, offset);
        });
      });
    });
    f.increase(p.dy, window.pixelBytes);
  });
});

/** The kernels `AvgPoolGrad` and `AvgPool3DGrad`. */
export const avgPoolGradKernels: PoolingGradientKernels = poolingGradientKernels(
  AvgPoolGrad,
  AvgPool3DGrad,
  avgPoolGrad,
);
