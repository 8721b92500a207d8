/** Gradient of average pooling: each valid element of a window gets an equal share. */
import { type PoolingAttributes, poolingInfo, poolingVolume, type VolumePoolingAttributes } from '@isograd/core';
import { AvgPoolGrad, AvgPool3DGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
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

const tensors = { dy: 'i32', dx: 'i32' } as const;

const avgPoolGrad = wasmFunction('avgPoolGrad', { ...tensors, ...windowParameters }, writeAvgPoolGrad);

const avgPoolGrad3d = wasmFunction('avgPoolGrad3d', { ...tensors, ...volumeParameters }, writeAvgPoolGrad);

function writeAvgPoolGrad(f: FunctionBuilder, p: ParameterLocals<typeof tensors> & WindowLocals): void {
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
}

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, channels]`, for 3-D `[batch, outDepth, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
  /** float32 `[batch, height, width, channels]`, for 3-D `[batch, depth, height, width, channels]`; only its shape matters. */
  readonly input: TensorInfo;
}

/** The kernel `AvgPoolGrad`. */
export const avgPoolGradKernel: WasmKernel<Inputs, PoolingAttributes> = {
  kernelName: AvgPoolGrad,
  functions: [avgPoolGrad],
  compute(runtime, { dy, input }, attributes) {
    requireFloats(AvgPoolGrad, dy);
    const info = poolingInfo(input.shape, attributes);
    const out = runtime.zeros(input.shape, 'float32');
    runtime.run(avgPoolGrad, { dy: runtime.address(dy), dx: runtime.address(out), ...windowArguments(info) });
    return out;
  },
};

/** The kernel `AvgPool3DGrad`. */
export const avgPool3dGradKernel: WasmKernel<Inputs, VolumePoolingAttributes> = {
  kernelName: AvgPool3DGrad,
  functions: [avgPoolGrad3d],
  compute(runtime, { dy, input }, attributes) {
    requireFloats(AvgPool3DGrad, dy);
    const info = poolingVolume(input.shape, attributes);
    const out = runtime.zeros(input.shape, 'float32');
    runtime.run(avgPoolGrad3d, { dy: runtime.address(dy), dx: runtime.address(out), ...volumeArguments(info) });
    return out;
  },
};
