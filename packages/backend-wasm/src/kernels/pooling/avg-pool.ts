/** Mean of the valid elements of each window (Keras; PyTorch with count_include_pad off). */
import { type PoolingAttributes, poolingInfo } from '@isograd/core';
import { AvgPool, AvgPool3D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, i32 } from '../../assembler/operators.js';
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

const avgPool = wasmFunction('avgPool', { ...tensors, ...windowParameters }, writeAvgPool);

const avgPool3d = wasmFunction('avgPool3d', { ...tensors, ...volumeParameters }, writeAvgPool);

function writeAvgPool(f: FunctionBuilder, p: ParameterLocals<typeof tensors> & WindowLocals): void {
  const sums = Array.from({ length: 4 }, () => f.local('v128'));
  const sumAt = (index: number): Local<'v128'> => sums[index] as Local<'v128'>;
  const channel = f.local('i32');
  const count = f.local('v128');
  eachWindow(f, p, (window) => {
    f.set(count, f32x4.splat(f32.convert_i32_u(window.count)));
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

/** The kernel `AvgPool`. `x`: float32 `[batch, height, width, channels]` */
export const avgPoolKernel: WasmKernel<{ readonly x: TensorInfo }, PoolingAttributes> = {
  kernelName: AvgPool,
  functions: [avgPool],
  compute(runtime, { x }, attributes) {
    requireFloats(AvgPool, x);
    const info = poolingInfo(x.shape, attributes);
    const out = runtime.output(info.outShape, 'float32');
    runtime.run(avgPool, { x: runtime.address(x), out: runtime.address(out), ...windowArguments(info) });
    return out;
  },
};

/** The kernel `AvgPool3D`. `x`: float32 `[batch, depth, height, width, channels]` */
export const avgPool3dKernel: WasmKernel<{ readonly x: TensorInfo }, VolumePoolingAttributes> = {
  kernelName: AvgPool3D,
  functions: [avgPool3d],
  compute(runtime, { x }, attributes) {
    requireFloats(AvgPool3D, x);
    const info = poolingVolume(x.shape, attributes);
    const out = runtime.output(info.outShape, 'float32');
    runtime.run(avgPool3d, { x: runtime.address(x), out: runtime.address(out), ...volumeArguments(info) });
    return out;
  },
};
