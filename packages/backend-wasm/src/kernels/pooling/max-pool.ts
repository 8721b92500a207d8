/** Maximum of each window; a NaN in the window is its maximum. A window of padding only gives -Infinity. */
import { type PoolingAttributes, poolingInfo } from '@isograd/core';
import { MaxPool, MaxPool3D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32x4, i32, v128 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { poolingVolume, type VolumePoolingAttributes } from '../convolution/volume-geometry.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { requireFloats } from '../require-floats.js';
import {
  eachWindow,
  volumeArguments,
  volumeParameters,
  windowArguments,
  type WindowLocals,
  windowParameters,
} from './pooling.js';

const tensors = { x: 'i32', out: 'i32' } as const;

const maxPool = wasmFunction('maxPool', { ...tensors, ...windowParameters }, writeMaxPool);

const maxPool3d = wasmFunction('maxPool3d', { ...tensors, ...volumeParameters }, writeMaxPool);

function writeMaxPool(f: FunctionBuilder, p: ParameterLocals<typeof tensors> & WindowLocals): void {
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

/** The kernel `MaxPool`. `x`: float32 `[batch, height, width, channels]` */
export const maxPoolKernel: WasmKernel<{ readonly x: TensorInfo }, PoolingAttributes> = {
  kernelName: MaxPool,
  functions: [maxPool],
  compute(runtime, { x }, attributes) {
    requireFloats(MaxPool, x);
    const info = poolingInfo(x.shape, attributes);
    const out = runtime.output(info.outShape, 'float32');
    runtime.run(maxPool, { x: runtime.address(x), out: runtime.address(out), ...windowArguments(info) });
    return out;
  },
};

/** The kernel `MaxPool3D`. `x`: float32 `[batch, depth, height, width, channels]` */
export const maxPool3dKernel: WasmKernel<{ readonly x: TensorInfo }, VolumePoolingAttributes> = {
  kernelName: MaxPool3D,
  functions: [maxPool3d],
  compute(runtime, { x }, attributes) {
    requireFloats(MaxPool3D, x);
    const info = poolingVolume(x.shape, attributes);
    const out = runtime.output(info.outShape, 'float32');
    runtime.run(maxPool3d, { x: runtime.address(x), out: runtime.address(out), ...volumeArguments(info) });
    return out;
  },
};
