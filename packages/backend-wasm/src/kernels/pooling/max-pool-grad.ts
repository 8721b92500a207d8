/** Gradient of max pooling: it goes to the first maximum of each window, in row-major order; to the first NaN if there is one. */
import { MaxPool3DGrad, MaxPoolGrad } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { f32, f32x4, i32, i32x4, v128 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes } from '../partial-vector.js';
import { gradientTensors, type PoolingGradientKernels, poolingGradientKernels } from './pooling-kernel.js';
import { eachWindow, windowParameters } from './windows.js';

const maxPoolGrad = wasmFunction('maxPoolGrad', { ...gradientTensors, ...windowParameters }, (f, p) => {
  const locals = (): Local<'v128'>[] => Array.from({ length: 4 }, () => f.local('v128'));
  const [maxima, places] = [locals(), locals()];
  const fromXToDx = f.local('i32', i32.sub(p.dx, p.x));
  const channel = f.local('i32');
  const value = f.local('v128');
  const isGreater = f.local('v128');
  const address = f.local('i32');
  eachWindow(f, p, (window) => {
    f.if(window.count, () => {
      eachGroup(f, p.channels, channel, (vectors) => {
        const groups = vectors.map((vector, index) => ({
          ...vector,
          maximum: maxima[index] as Local<'v128'>,
          place: places[index] as Local<'v128'>,
        }));
        const first = i32.add(i32.add(p.x, channel), window.start);
        f.set(address, first);
        for (const { lanes, offset, maximum, place } of groups) {
          f.set(maximum, loadLanes(address, lanes, offset));
          f.set(place, i32x4.splat(address));
        }
        window.eachPixel(first, (pixel) => {
          for (const { lanes, offset, maximum, place } of groups) {
            f.set(value, loadLanes(pixel, lanes, offset));
            const isFirstNaN = v128.and(f32x4.ne(value, value), f32x4.eq(maximum, maximum));
            f.set(isGreater, v128.or(f32x4.gt(value, maximum), isFirstNaN));
            f.set(maximum, v128.bitselect(value, maximum, isGreater));
            f.set(place, v128.bitselect(i32x4.splat(pixel), place, isGreater));
          }
        });
        for (const { lanes, offset, place } of groups) {
          for (let lane = 0; lane < lanes; lane++) {
            const byteOffset = offset + 4 * lane;
            f.set(address, i32.add(i32x4.extract_lane(place, lane), fromXToDx));
            const share = f32.load(i32.add(p.dy, channel), byteOffset);
            f.store('f32.store', address, f32.add(f32.load(address, byteOffset), share), byteOffset);
          }
        }
      });
    });
    f.increase(p.dy, window.pixelBytes);
  });
});

/** The kernels `MaxPoolGrad` and `MaxPool3DGrad`. */
export const maxPoolGradKernels: PoolingGradientKernels = poolingGradientKernels(
  MaxPoolGrad,
  MaxPool3DGrad,
  maxPoolGrad,
);
