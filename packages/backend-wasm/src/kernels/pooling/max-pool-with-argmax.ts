/**
 * Max pooling that also says where each maximum lies: the first one, or the first NaN, in row-major order. A window of
 * padding only gives -Infinity and the position -1.
 *
 * tfjs's kernel is one of its cpu backend, which begins at the smallest positive single: where all of a window is below,
 * it returns that number.
 */
import { asVolume, describeTensor, type PoolingAttributes, poolingInfo, sizeOf } from '@isograd/core';
import { MaxPoolWithArgmax, type TensorInfo } from '@tensorflow/tfjs-core';
import { i32 } from '../../assembler/operators.js';
import { kernelCaseMissing } from '../../messages.js';
import { parallelFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { storeLanes } from '../partial-vector.js';
import { requireFloats } from '../require-floats.js';
import { eachFirstMaximum } from './first-maximum.js';
import { imagesWorthSharing } from './pooling-kernel.js';
import { imageSizes, windowArguments, windowParameters } from './windows.js';

const maximumParameters = {
  x: 'i32',
  maxima: 'i32',
  positions: 'i32',
  /** Position of the first element, and the number after which positions begin anew. */
  position: 'i32',
  period: 'i32',
} as const;

const parameters: typeof maximumParameters & typeof windowParameters = { ...maximumParameters, ...windowParameters };

const maxPoolWithArgmax = parallelFunction(
  'maxPoolWithArgmax',
  parameters,
  {
    count: 'batch',
    multiple: 1,
    advance: (p) => {
      const { input, output } = imageSizes(p);
      return { x: input, maxima: output, positions: output, position: i32.shr_u(input, 2) };
    },
  },
  (f, p) => {
    const position = f.local('i32');
    eachFirstMaximum(
      f,
      p,
      ({ window, channel, groups }) => {
        for (const { lanes, offset, maximum, addressOf } of groups) {
          storeLanes(f, i32.add(p.maxima, channel), maximum, lanes, offset);
          for (let lane = 0; lane < lanes; lane++) {
            f.set(position, i32.add(i32.shr_u(i32.sub(addressOf(lane), p.x), 2), p.position));
            f.set(position, i32.rem_u(position, p.period));
            f.if(i32.eqz(window.count), () => f.set(position, -1));
            f.store('i32.store', i32.add(p.positions, channel), position, offset + 4 * lane);
          }
        }
      },
      ({ pixelBytes }) => {
        f.increase(p.maxima, pixelBytes);
        f.increase(p.positions, pixelBytes);
      },
    );
  },
);

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
}

interface Attributes extends PoolingAttributes {
  /** Whether positions are counted over the batch, not in each image. */
  readonly includeBatchInIndex: boolean;
}

/** The kernel `MaxPoolWithArgmax`: the maxima, and their positions as int32. */
export const maxPoolWithArgmaxKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: MaxPoolWithArgmax,
  functions: [maxPoolWithArgmax],
  compute(runtime, { x }, attributes) {
    requireFloats(MaxPoolWithArgmax, x);
    if (x.shape.length !== 4)
      throw kernelCaseMissing(MaxPoolWithArgmax, describeTensor(x), 'a batch of images, rank 4');
    const info = poolingInfo(x.shape, attributes);
    const volume = asVolume(info);
    const maxima = runtime.output(info.outShape, 'float32');
    const positions = runtime.output(info.outShape, 'int32');
    if (sizeOf(info.outShape) === 0) return [maxima, positions];
    const values = {
      x: runtime.address(x),
      maxima: runtime.address(maxima),
      positions: runtime.address(positions),
      position: 0,
      period: attributes.includeBatchInIndex ? sizeOf(x.shape) : sizeOf(x.shape.slice(1)),
    };
    runtime.runParallel(maxPoolWithArgmax, windowArguments(volume, values), imagesWorthSharing(volume));
    return [maxima, positions];
  },
};
