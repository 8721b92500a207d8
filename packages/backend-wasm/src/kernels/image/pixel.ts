/** What the kernels that resample images share: where a pixel lies, and how it is copied or mixed. */
import type { Expression, Local, Operand } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32x4, f64, i32 } from '../../assembler/operators.js';
import type { Runtime } from '../../runtime.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';

/** A place in an image: row and column, in float64 as on other backends, so that a tie falls on the same side. */
export interface Place {
  readonly y: Expression<'f64'>;
  readonly x: Expression<'f64'>;
}

/** One image of four-byte elements in memory. */
export interface ImageLocals {
  readonly start: Local<'i32'>;
  readonly height: Local<'i32'>;
  readonly width: Local<'i32'>;
  readonly pixelBytes: Local<'i32'>;
}

/** The whole number nearest to `value`, the greater of two: JavaScript's Math.round. */
export function nearest(value: Expression<'f64'>): Expression<'f64'> {
  return f64.floor(f64.add(value, 0.5));
}

/** Whether 0 <= value <= last; not for NaN. */
export function isWithin(value: Expression<'f64'>, last: Expression<'i32'>): Expression<'i32'> {
  return i32.and(f64.ge(value, 0), f64.le(value, f64.convert_i32_s(last)));
}

/** Sets `address` to that of the pixel at a whole place that lies in the image. */
export function locate(f: FunctionBuilder, address: Local<'i32'>, image: ImageLocals, { y, x }: Place): void {
  const index = i32.add(i32.mul(i32.trunc_sat_f64_s(y), image.width), i32.trunc_sat_f64_s(x));
  f.set(address, i32.add(image.start, i32.mul(index, image.pixelBytes)));
}

/** Sets `address` to that of the pixel at a whole place, or to `outside` where the image has none. */
export function locateOr(
  f: FunctionBuilder,
  address: Local<'i32'>,
  image: ImageLocals,
  place: Place,
  outside: Operand<'i32'>,
): void {
  const isInside = i32.and(isWithin(place.y, i32.sub(image.height, 1)), isWithin(place.x, i32.sub(image.width, 1)));
  f.if(
    isInside,
    () => locate(f, address, image, place),
    () => f.set(address, outside),
  );
}

/** Variables with which pixels are written. */
export interface PixelWriter {
  /** Writes the pixel at `from` to `to`. */
  copy(to: Local<'i32'>, from: Local<'i32'>): void;
  /**
   * Writes the mean of four pixels of float32 to `to`, linear in both directions.
   *
   * @param corners - Upper left, upper right, lower left, lower right.
   * @param down - Weight of the lower ones, as four equal singles.
   * @param right - Weight of the right ones.
   */
  mix(to: Local<'i32'>, corners: Corners, down: Local<'v128'>, right: Local<'v128'>): void;
}

/** Addresses of the four pixels around a place. */
export type Corners = readonly [
  upperLeft: Local<'i32'>,
  upperRight: Local<'i32'>,
  lowerLeft: Local<'i32'>,
  lowerRight: Local<'i32'>,
];

/** The writer of pixels with this many channels. */
export function pixelWriter(f: FunctionBuilder, channels: Local<'i32'>): PixelWriter {
  const channel = f.local('i32');
  const values = f.local('v128');
  const between = (a: Expression<'v128'>, b: Expression<'v128'>, weight: Local<'v128'>): Expression<'v128'> =>
    f32x4.add(f32x4.mul(a, f32x4.sub(f.splatF32(1), weight)), f32x4.mul(b, weight));
  return {
    copy: (to, from) => {
      eachGroup(f, channels, channel, (vectors) => {
        for (const { lanes, offset } of vectors) {
          f.set(values, loadLanes(i32.add(from, channel), lanes, offset));
          storeLanes(f, i32.add(to, channel), values, lanes, offset);
        }
      });
    },
    mix: (to, corners, down, right) => {
      eachGroup(f, channels, channel, (vectors) => {
        for (const { lanes, offset } of vectors) {
          const corner = (address: Local<'i32'>): Expression<'v128'> =>
            loadLanes(i32.add(address, channel), lanes, offset);
          const [upperLeft, upperRight, lowerLeft, lowerRight] = corners;
          const upper = between(corner(upperLeft), corner(upperRight), right);
          const lower = between(corner(lowerLeft), corner(lowerRight), right);
          f.set(values, between(upper, lower, down));
          storeLanes(f, i32.add(to, channel), values, lanes, offset);
        }
      });
    },
  };
}

/** Lends a pixel of these values to `use`, in the dtype of the image. */
export function withPixel<Result>(
  runtime: Runtime,
  values: readonly number[],
  dtype: 'float32' | 'int32',
  use: (address: number) => Result,
): Result {
  const words = dtype === 'int32' ? Int32Array.from(values) : new Int32Array(Float32Array.from(values).buffer);
  return runtime.withScratch(words.byteLength, (address) => {
    runtime.write(address, words);
    return use(address);
  });
}
