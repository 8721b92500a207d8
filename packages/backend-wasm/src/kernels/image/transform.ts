/**
 * Projective transformations of images. tfjs's kernel computes places in float32, so that it takes another pixel
 * where two are equally near, and mirrors negative places at the wrong edge.
 */
import { Cast, type TensorInfo, Transform } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { f32, f32x4, f64, i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { withIntermediates } from '../intermediates.js';
import { type ImageLocals, locateOr, nearest, pixelWriter, type Place, withPixel } from './pixel.js';

const parameters = {
  x: 'i32',
  transforms: 'i32',
  out: 'i32',
  /** Address of the pixel that stands for those outside. */
  outside: 'i32',
  /** Bytes from the transform of one image to that of the next. */
  transformBytes: 'i32',
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  /** Index in `fillModes`. */
  fillMode: 'i32',
} as const;

const fillModes = ['constant', 'nearest', 'reflect', 'wrap'] as const;

const transformNearest = wasmFunction('transformNearest', parameters, (f, p) => {
  const { copy } = pixelWriter(f, p.channels);
  const from = f.local('i32');
  writeTransform(f, p, (image, { y, x }) => {
    locateOr(f, from, image, { y: nearest(y), x: nearest(x) }, p.outside);
    copy(p.out, from);
  });
});

const transformBilinear = wasmFunction('transformBilinear', parameters, (f, p) => {
  const { mix } = pixelWriter(f, p.channels);
  const corners = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')] as const;
  const [down, right] = [f.local('v128'), f.local('v128')];
  const [top, left] = [f.local('f64'), f.local('f64')];
  writeTransform(f, p, (image, { y, x }) => {
    f.set(top, f64.floor(y));
    f.set(left, f64.floor(x));
    locateOr(f, corners[0], image, { y: top, x: left }, p.outside);
    locateOr(f, corners[1], image, { y: top, x: f64.add(left, 1) }, p.outside);
    locateOr(f, corners[2], image, { y: f64.add(top, 1), x: left }, p.outside);
    locateOr(f, corners[3], image, { y: f64.add(top, 1), x: f64.add(left, 1) }, p.outside);
    f.set(down, f32x4.splat(f32.demote_f64(f64.sub(y, top))));
    f.set(right, f32x4.splat(f32.demote_f64(f64.sub(x, left))));
    mix(p.out, corners, down, right);
  });
});

/** @param writePixel - Writes one pixel, which comes from a place in the image or not. */
function writeTransform(
  f: FunctionBuilder,
  p: ParameterLocals<typeof parameters>,
  writePixel: (image: ImageLocals, place: Place) => void,
): void {
  const { copy } = pixelWriter(f, p.channels);
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const imageBytes = f.local('i32', i32.mul(i32.mul(p.height, p.width), pixelBytes));
  const image = { start: p.x, height: p.height, width: p.width, pixelBytes };
  const [row, column] = [f.local('i32'), f.local('i32')];
  const [y, x, scale] = [f.local('f64'), f.local('f64'), f.local('f64')];
  const entry = (index: number): Expression<'f64'> => f64.promote_f32(f32.load(p.transforms, 4 * index));
  /** `entries[first]` column + `entries[first + 1]` row + `rest` */
  const linear = (first: number, rest: Expression<'f64'> | number): Expression<'f64'> => {
    const across = f64.mul(entry(first), f64.convert_i32_s(column));
    return f64.add(f64.add(across, f64.mul(entry(first + 1), f64.convert_i32_s(row))), rest);
  };
  f.repeat(p.batch, () => {
    f.for(row, 0, p.outHeight, () => {
      f.for(column, 0, p.outWidth, () => {
        f.set(scale, linear(6, 1));
        f.if(
          f64.eq(scale, 0),
          () => copy(p.out, p.outside),
          () => {
            f.set(x, f64.div(linear(0, entry(2)), scale));
            f.set(y, f64.div(linear(3, entry(5)), scale));
            bringInside(f, x, p.width, p.fillMode);
            bringInside(f, y, p.height, p.fillMode);
            writePixel(image, { y, x });
          },
        );
        f.increase(p.out, pixelBytes);
      });
    });
    f.increase(p.x, imageBytes);
    f.increase(p.transforms, p.transformBytes);
  });
}

/** Maps a place beyond the border to one within, unless the mode is `constant`. */
function bringInside(f: FunctionBuilder, place: Local<'f64'>, size: Local<'i32'>, mode: Local<'i32'>): void {
  const length = f64.convert_i32_s(size);
  const last = f64.convert_i32_s(i32.sub(size, 1));
  const isMode = (name: (typeof fillModes)[number]): Expression<'i32'> => i32.eq(mode, fillModes.indexOf(name));
  f.if(isMode('reflect'), () => {
    // dcba|abcd|dcba: the period is twice the size, and its second half runs backwards
    const period = f64.mul(length, 2);
    f.set(place, f64.sub(place, f64.mul(period, f64.floor(f64.div(place, period)))));
    f.if(f64.ge(place, length), () => f.set(place, f64.sub(f64.sub(period, 1), place)));
  });
  f.if(i32.and(isMode('wrap'), i32.gt_u(size, 1)), () => {
    // abcd|abcd|abcd, with TensorFlow's count of periods, which is that of the gaps between pixels
    const periods = (distance: Expression<'f64'>): Expression<'f64'> => f64.trunc(f64.div(distance, last));
    f.if(
      f64.lt(place, 0),
      () => f.set(place, f64.add(place, f64.mul(length, f64.add(periods(f64.neg(place)), 1)))),
      () => f.if(f64.gt(place, last), () => f.set(place, f64.sub(place, f64.mul(length, periods(place))))),
    );
  });
  f.if(mode, () => f.set(place, f64.min(f64.max(place, 0), last))); // any but the first, `constant`
}

interface Inputs {
  /** `[batch, height, width, channels]` */
  readonly image: TensorInfo;
  /** float32 `[1, 8]` or `[batch, 8]` */
  readonly transforms: TensorInfo;
}

interface Attributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: (typeof fillModes)[number];
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number] | null;
}

/** The kernel `Transform`; images that are not float32 are converted. */
export const transformKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: Transform,
  functions: [transformNearest, transformBilinear],
  compute(runtime, { image, transforms }, attributes) {
    const { dtype } = image;
    if (dtype !== 'float32') {
      return withIntermediates(runtime, (step) => {
        const floats = step(Cast, { x: image }, { dtype: 'float32' });
        return step(Cast, { x: step(Transform, { image: floats, transforms }, attributes) }, { dtype });
      });
    }
    const { interpolation, fillMode, fillValue, outputShape } = attributes;
    const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
    const [outHeight, outWidth] = outputShape ?? [height, width];
    const out = runtime.output([batch, outHeight, outWidth, channels], 'float32');
    withPixel(runtime, Array<number>(channels).fill(fillValue), 'float32', (outside) => {
      runtime.run(interpolation === 'nearest' ? transformNearest : transformBilinear, {
        x: runtime.address(image),
        transforms: runtime.address(transforms),
        out: runtime.address(out),
        outside,
        transformBytes: transforms.shape[0] === 1 ? 0 : 32,
        batch,
        height,
        width,
        channels,
        outHeight,
        outWidth,
        fillMode: fillModes.indexOf(fillMode),
      });
    });
    return out;
  },
};
