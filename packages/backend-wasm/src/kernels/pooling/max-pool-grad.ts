/** Gradient of max pooling: it goes to the first maximum of each window, in row-major order; to the first NaN if there is one. */
import { type PoolingAttributes, poolingInfo, poolingVolume, type VolumePoolingAttributes } from '@isograd/core';
import { MaxPoolGrad, MaxPool3DGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, i32, i32x4, v128 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { eachGroup, loadLanes } from '../partial-vector.js';
import { requireFloats } from '../require-floats.js';
import {
  eachWindow,
  volumeArguments,
  volumeParameters,
  windowArguments,
  type WindowLocals,
  windowParameters,
} from './pooling.js';

const tensors = { x: 'i32', dy: 'i32', dx: 'i32' } as const;

const maxPoolGrad = wasmFunction('maxPoolGrad', { ...tensors, ...windowParameters }, writeMaxPoolGrad);

const maxPoolGrad3d = wasmFunction('maxPoolGrad3d', { ...tensors, ...volumeParameters }, writeMaxPoolGrad);

function writeMaxPoolGrad(f: FunctionBuilder, p: ParameterLocals<typeof tensors> & WindowLocals): void {
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
}

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, channels]`, for 3-D `[batch, outDepth, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
  /** float32 `[batch, height, width, channels]`, for 3-D `[batch, depth, height, width, channels]` */
  readonly input: TensorInfo;
}

/** The kernel `MaxPoolGrad`; the output of the pooling, which tfjs passes too, is not needed. */
export const maxPoolGradKernel: WasmKernel<Inputs, PoolingAttributes> = {
  kernelName: MaxPoolGrad,
  functions: [maxPoolGrad],
  compute(runtime, { dy, input }, attributes) {
    requireFloats(MaxPoolGrad, dy, input);
    const info = poolingInfo(input.shape, attributes);
    const out = runtime.zeros(input.shape, 'float32');
    runtime.run(maxPoolGrad, {
      x: runtime.address(input),
      dy: runtime.address(dy),
      dx: runtime.address(out),
      ...windowArguments(info),
    });
    return out;
  },
};

/** The kernel `MaxPool3DGrad`; the output of the pooling, which tfjs passes too, is not needed. */
export const maxPool3dGradKernel: WasmKernel<Inputs, VolumePoolingAttributes> = {
  kernelName: MaxPool3DGrad,
  functions: [maxPoolGrad3d],
  compute(runtime, { dy, input }, attributes) {
    requireFloats(MaxPool3DGrad, dy, input);
    const info = poolingVolume(input.shape, attributes);
    const out = runtime.zeros(input.shape, 'float32');
    runtime.run(maxPoolGrad3d, {
      x: runtime.address(input),
      dy: runtime.address(dy),
      dx: runtime.address(out),
      ...volumeArguments(info),
    });
    return out;
  },
};
