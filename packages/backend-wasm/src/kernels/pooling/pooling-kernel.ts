/** The kernels of forward pooling: a function over windows, and how it gets tensors and sizes. */
import { type PoolingAttributes, poolingInfo, poolingVolume, type VolumePoolingAttributes } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { requireFloats } from '../require-floats.js';
import { volumeArguments, type volumeParameters, windowArguments, type windowParameters } from './pooling.js';

/** Addresses that a pooling function gets. */
export const poolingTensors = { x: 'i32', out: 'i32' } as const;

interface Inputs {
  /** float32 `[batch, height, width, channels]`, for volumes `[batch, depth, height, width, channels]` */
  readonly x: TensorInfo;
}

/** A kernel that pools images. */
export function imagePooling(
  kernelName: string,
  fn: WasmFunction<typeof poolingTensors & typeof windowParameters>,
): WasmKernel<Inputs, PoolingAttributes> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { x }, attributes) {
      requireFloats(kernelName, x);
      const info = poolingInfo(x.shape, attributes);
      const out = runtime.output(info.outShape, 'float32');
      runtime.run(fn, { x: runtime.address(x), out: runtime.address(out), ...windowArguments(info) });
      return out;
    },
  };
}

/** A kernel that pools volumes. */
export function volumePooling(
  kernelName: string,
  fn: WasmFunction<typeof poolingTensors & typeof volumeParameters>,
): WasmKernel<Inputs, VolumePoolingAttributes> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { x }, attributes) {
      requireFloats(kernelName, x);
      const info = poolingVolume(x.shape, attributes);
      const out = runtime.output(info.outShape, 'float32');
      runtime.run(fn, { x: runtime.address(x), out: runtime.address(out), ...volumeArguments(info) });
      return out;
    },
  };
}
