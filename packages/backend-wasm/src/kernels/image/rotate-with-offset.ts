/** Rotation of images about a point; a number fills every channel, where tfjs's kernel makes the fourth 255. */
import { backend_util, RotateWithOffset, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression } from '../../assembler/expression.js';
import { f64, i32 } from '../../assembler/operators.js';
import { kernelCaseMissing } from '../../messages.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { locateOr, nearest, pixelWriter, withPixel } from './pixel.js';

const parameters = {
  x: 'i32',
  out: 'i32',
  /** Address of the pixel that stands for those outside. */
  outside: 'i32',
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  centerY: 'f64',
  centerX: 'f64',
  sine: 'f64',
  cosine: 'f64',
} as const;

const rotate = wasmFunction('rotate', parameters, (f, p) => {
  const { copy } = pixelWriter(f, p.channels);
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const image = { start: p.x, height: p.height, width: p.width, pixelBytes };
  const imageBytes = f.local('i32', i32.mul(i32.mul(p.height, p.width), pixelBytes));
  const [row, column, from] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const [down, right, y, x] = [f.local('f64'), f.local('f64'), f.local('f64'), f.local('f64')];
  const fromCenter = (position: Expression<'i32'>, center: Expression<'f64'>): Expression<'f64'> =>
    f64.sub(f64.convert_i32_s(position), center);
  f.repeat(p.batch, () => {
    f.for(row, 0, p.height, () => {
      f.set(down, fromCenter(row, p.centerY));
      f.for(column, 0, p.width, () => {
        f.set(right, fromCenter(column, p.centerX));
        f.set(x, nearest(f64.add(f64.sub(f64.mul(right, p.cosine), f64.mul(down, p.sine)), p.centerX)));
        f.set(y, nearest(f64.add(f64.add(f64.mul(right, p.sine), f64.mul(down, p.cosine)), p.centerY)));
        locateOr(f, from, image, { y, x }, p.outside);
        copy(p.out, from);
        f.increase(p.out, pixelBytes);
      });
    });
    f.increase(p.x, imageBytes);
  });
});

interface Attributes {
  readonly radians: number;
  /** One number, or one for each of the first three channels, where the fourth is 255. */
  readonly fillValue: number | readonly number[];
  readonly center: number | [number, number];
}

/** The kernel `RotateWithOffset`. `image`: float32 or int32 `[batch, height, width, channels]`. */
export const rotateWithOffsetKernel: WasmKernel<{ readonly image: TensorInfo }, Attributes> = {
  kernelName: RotateWithOffset,
  functions: [rotate],
  compute(runtime, { image }, { radians, fillValue, center }) {
    const { dtype, shape } = image;
    if (dtype !== 'float32' && dtype !== 'int32') throw kernelCaseMissing(RotateWithOffset, dtype, 'float32 or int32');
    const [batch = 0, height = 0, width = 0, channels = 0] = shape;
    const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
    const fill = Array.from({ length: channels }, (_, channel) => {
      if (typeof fillValue === 'number') return fillValue;
      return channel === 3 ? 255 : (fillValue[channel] ?? 0);
    });
    const out = runtime.output(shape, dtype);
    withPixel(runtime, fill, dtype, (outside) => {
      const angles = { sine: Math.sin(radians), cosine: Math.cos(radians) };
      const [from, to] = [runtime.address(image), runtime.address(out)];
      runtime.run(rotate, { x: from, out: to, outside, batch, height, width, channels, centerY, centerX, ...angles });
    });
    return out;
  },
};
