/** Maximum of each window; a NaN in the window is its maximum. A window of padding only gives -Infinity. */
import { MaxPool, MaxPool3D } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32x4, i32, v128 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { eachWindow, volumeParameters, type WindowLocals, windowParameters } from './pooling.js';
import { imagePooling, poolingTensors, volumePooling } from './pooling-kernel.js';

const maxPool = wasmFunction('maxPool', { ...poolingTensors, ...windowParameters }, writeMaxPool);

const maxPool3d = wasmFunction('maxPool3d', { ...poolingTensors, ...volumeParameters }, writeMaxPool);

function writeMaxPool(f: FunctionBuilder, p: ParameterLocals<typeof poolingTensors> & WindowLocals): void {
  const locals = (): Local<'v128'>[] => Array.from({ length: 4 }, () => f.local('v128'));
  const [maxima, nans] = [locals(), locals()];
  const channel = f.local('i32');
  const value = f.local('v128');
  eachWindow(f, p, (window) => {
    eachGroup(f, p.channels, channel, (vectors) => {
      const groups = vectors.map((vector, index) => ({
        ...vector,
        maximum: maxima[index] as Local<'v128'>,
        nan: nans[index] as Local<'v128'>,
      }));
      for (const { maximum, nan } of groups) {
        f.set(maximum, f.splatF32(Number.NEGATIVE_INFINITY));
        f.set(nan, f.splatF32(0));
      }
      window.eachPixel(i32.add(i32.add(p.x, channel), window.start), (pixel) => {
        for (const { lanes, offset, maximum, nan } of groups) {
          f.set(value, loadLanes(pixel, lanes, offset));
          f.set(maximum, f32x4.pmax(maximum, value)); // one instruction where f32x4.max takes many, but drops NaN
          f.set(nan, v128.or(nan, f32x4.ne(value, value)));
        }
      });
      for (const { lanes, offset, maximum, nan } of groups) {
        f.set(maximum, v128.or(maximum, nan)); // all bits set is a NaN
        storeLanes(f, i32.add(p.out, channel), maximum, lanes, offset);
      }
    });
    f.increase(p.out, window.pixelBytes);
  });
}

/** The kernel `MaxPool`. */
export const maxPoolKernel: ReturnType<typeof imagePooling> = imagePooling(MaxPool, maxPool);

/** The kernel `MaxPool3D`. */
export const maxPool3dKernel: ReturnType<typeof volumePooling> = volumePooling(MaxPool3D, maxPool3d);
