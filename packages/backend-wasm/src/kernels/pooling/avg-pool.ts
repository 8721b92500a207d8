/**
 * Mean of the valid elements of each window (Keras; PyTorch with count_include_pad off). A window of padding only gives
 * 0, the sum of nothing, as tfjs's kernel for volumes on cpu; its kernel for images has NaN there.
 */
import { AvgPool, AvgPool3D } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, i32, select } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { eachWindow, volumeParameters, type WindowLocals, windowParameters } from './pooling.js';
import { imagePooling, poolingTensors, volumePooling } from './pooling-kernel.js';

const avgPool = wasmFunction('avgPool', { ...poolingTensors, ...windowParameters }, writeAvgPool);

const avgPool3d = wasmFunction('avgPool3d', { ...poolingTensors, ...volumeParameters }, writeAvgPool);

function writeAvgPool(f: FunctionBuilder, p: ParameterLocals<typeof poolingTensors> & WindowLocals): void {
  const sums = Array.from({ length: 4 }, () => f.local('v128'));
  const sumAt = (index: number): Local<'v128'> => sums[index] as Local<'v128'>;
  const channel = f.local('i32');
  const count = f.local('v128');
  eachWindow(f, p, (window) => {
    f.set(count, f32x4.splat(f32.convert_i32_u(select('i32', window.count, window.count, 1))));
    eachGroup(f, p.channels, channel, (vectors) => {
      vectors.forEach((_, index) => f.set(sumAt(index), f.splatF32(0)));
      window.eachPixel(i32.add(i32.add(p.x, channel), window.start), (pixel) => {
        vectors.forEach(({ lanes, offset }, index) =>
          f.set(sumAt(index), f32x4.add(sumAt(index), loadLanes(pixel, lanes, offset))),
        );
      });
      vectors.forEach(({ lanes, offset }, index) => {
        f.set(sumAt(index), f32x4.div(sumAt(index), count));
        storeLanes(f, i32.add(p.out, channel), sumAt(index), lanes, offset);
      });
    });
    f.increase(p.out, window.pixelBytes);
  });
}

/** The kernel `AvgPool`. */
export const avgPoolKernel: ReturnType<typeof imagePooling> = imagePooling(AvgPool, avgPool);

/** The kernel `AvgPool3D`. */
export const avgPool3dKernel: ReturnType<typeof volumePooling> = volumePooling(AvgPool3D, avgPool3d);
