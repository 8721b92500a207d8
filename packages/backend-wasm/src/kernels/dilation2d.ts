/**
 * Grey-scale morphological dilation of images, y = max over taps of (x + filter), and its gradients, which go to the
 * first of the largest sums. tfjs's kernels compare with the smallest positive float, so that negative sums are lost.
 *
 * A NaN is the largest sum.
 */
import { checkGradientShape } from '@isograd/core';
import {
  backend_util,
  Dilation2D,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import type { ParameterLocals } from '../assembler/module-builder.js';
import { f32, f32x4, i32, i32x4, v128 } from '../assembler/operators.js';
import { type Arguments, type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';
import { requireFloats } from './require-floats.js';

/** Sizes are counted in elements. */
const sizes = {
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  filterHeight: 'i32',
  filterWidth: 'i32',
  strideHeight: 'i32',
  strideWidth: 'i32',
  dilationHeight: 'i32',
  dilationWidth: 'i32',
  top: 'i32',
  left: 'i32',
} as const;

const forwardParameters = { x: 'i32', filter: 'i32', out: 'i32', ...sizes } as const;
const backwardParameters = { x: 'i32', filter: 'i32', dy: 'i32', out: 'i32', ...sizes } as const;

/** The part of one window that lies inside of the image. */
interface Window {
  /** How many pixels it sees. */
  readonly count: Expression<'i32'>;
  /** Address of the first pixel, and of the element of the filter on it. */
  readonly firstPixel: Local<'i32'>;
  readonly firstTap: Local<'i32'>;
  readonly pixelBytes: Local<'i32'>;
  /** Visits the pixels in row-major order, with the element of the filter on each. */
  eachTap(visit: (pixel: Local<'i32'>, tap: Local<'i32'>) => void): void;
}

type WindowLocals = ParameterLocals<typeof sizes> & { readonly x: Local<'i32'>; readonly filter: Local<'i32'> };

/** One spatial axis: its sizes, and the variables of the walk over it. */
interface Axis {
  readonly size: Local<'i32'>;
  readonly filter: Local<'i32'>;
  readonly dilation: Local<'i32'>;
  readonly stride: Local<'i32'>;
  readonly before: Local<'i32'>;
  readonly out: Local<'i32'>;
  /** Of the window at `out`: the first tap inside of the image, how many are, and the position under the first. */
  readonly firstTap: Local<'i32'>;
  readonly taps: Local<'i32'>;
  readonly position: Local<'i32'>;
}

/** Visits the windows of all output pixels, in the order of the output. */
function eachWindow(f: FunctionBuilder, p: WindowLocals, visit: (window: Window) => void): void {
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const imageBytes = f.local('i32', i32.mul(i32.mul(p.height, p.width), pixelBytes));
  const axis = (sizesOfAxis: Pick<Axis, 'size' | 'filter' | 'dilation' | 'stride' | 'before'>): Axis => ({
    ...sizesOfAxis,
    out: f.local('i32'),
    firstTap: f.local('i32'),
    taps: f.local('i32'),
    position: f.local('i32'),
  });
  const rows = axis({
    size: p.height,
    filter: p.filterHeight,
    dilation: p.dilationHeight,
    stride: p.strideHeight,
    before: p.top,
  });
  const columns = axis({
    size: p.width,
    filter: p.filterWidth,
    dilation: p.dilationWidth,
    stride: p.strideWidth,
    before: p.left,
  });
  const pixelStep = f.local('i32', i32.mul(p.dilationWidth, pixelBytes));
  const rowStep = f.local('i32', i32.mul(i32.mul(p.dilationHeight, p.width), pixelBytes));
  const [firstPixel, firstTap] = [f.local('i32'), f.local('i32')];
  const [pixelRow, tapRow, pixel, tap] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const window: Window = {
    count: i32.mul(rows.taps, columns.taps),
    firstPixel,
    firstTap,
    pixelBytes,
    eachTap: (visitTap) => {
      f.set(pixelRow, firstPixel);
      f.set(tapRow, firstTap);
      f.repeat(rows.taps, () => {
        f.set(pixel, pixelRow);
        f.set(tap, tapRow);
        f.repeat(columns.taps, () => {
          visitTap(pixel, tap);
          f.increase(pixel, pixelStep);
          f.increase(tap, pixelBytes);
        });
        f.increase(pixelRow, rowStep);
        f.increase(tapRow, i32.mul(p.filterWidth, pixelBytes));
      });
    },
  };
  const bytesTo = (row: Local<'i32'>, width: Local<'i32'>, column: Local<'i32'>): Expression<'i32'> =>
    i32.mul(i32.add(i32.mul(row, width), column), pixelBytes);
  f.repeat(p.batch, () => {
    f.for(rows.out, 0, p.outHeight, () => {
      clip(f, rows);
      f.for(columns.out, 0, p.outWidth, () => {
        clip(f, columns);
        f.set(firstPixel, i32.add(p.x, bytesTo(rows.position, p.width, columns.position)));
        f.set(firstTap, i32.add(p.filter, bytesTo(rows.firstTap, p.filterWidth, columns.firstTap)));
        visit(window);
      });
    });
    f.increase(p.x, imageBytes);
  });
}

/** Finds the taps of the window at `out` that lie inside of the image. */
function clip(f: FunctionBuilder, { size, filter, dilation, stride, before, out, ...window }: Axis): void {
  const { firstTap, taps, position } = window;
  const tapsTo = (distance: Expression<'i32'>): Expression<'i32'> =>
    // those at positions below the distance
    i32.div_s(i32.add(distance, i32.sub(dilation, 1)), dilation);
  const atLeast = (value: Local<'i32'>, least: Expression<'i32'> | number): void =>
    f.if(i32.lt_s(value, least), () => f.set(value, least));
  f.set(position, i32.sub(i32.mul(out, stride), before));
  const end = i32.add(position, i32.mul(i32.sub(filter, 1), dilation));
  f.if(
    i32.and(i32.ge_s(position, 0), i32.lt_s(end, size)),
    () => {
      f.set(firstTap, 0);
      f.set(taps, filter);
    },
    () => {
      f.set(firstTap, tapsTo(i32.sub(0, position)));
      atLeast(firstTap, 0);
      f.set(taps, tapsTo(i32.sub(size, position)));
      f.if(i32.gt_s(taps, filter), () => f.set(taps, filter));
      atLeast(taps, firstTap);
      f.set(taps, i32.sub(taps, firstTap));
      f.increase(position, i32.mul(firstTap, dilation));
    },
  );
}

const dilate = wasmFunction('dilate', forwardParameters, (f, p) => {
  const locals = (): Local<'v128'>[] => Array.from({ length: 4 }, () => f.local('v128'));
  const [maxima, nans] = [locals(), locals()];
  const channel = f.local('i32');
  const sum = f.local('v128');
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
      window.eachTap((pixel, tap) => {
        for (const { lanes, offset, maximum, nan } of groups) {
          f.set(sum, sumAt(pixel, tap, channel, lanes, offset));
          f.set(maximum, f32x4.pmax(maximum, sum)); // one instruction where f32x4.max takes many, but drops NaN
          f.set(nan, v128.or(nan, f32x4.ne(sum, sum)));
        }
      });
      for (const { lanes, offset, maximum, nan } of groups) {
        f.set(maximum, v128.or(maximum, nan)); // all bits set is a NaN
        storeLanes(f, i32.add(p.out, channel), maximum, lanes, offset);
      }
    });
    f.increase(p.out, window.pixelBytes);
  });
});

function sumAt(
  pixel: Local<'i32'>,
  tap: Local<'i32'>,
  channel: Local<'i32'>,
  lanes: number,
  offset: number,
): Expression<'v128'> {
  return f32x4.add(loadLanes(i32.add(pixel, channel), lanes, offset), loadLanes(i32.add(tap, channel), lanes, offset));
}

type Backward = WasmFunction<typeof backwardParameters>;

/** Adds each dy to where the winner came from; `out` is zero at first. */
function handBack(name: string, target: 'x' | 'filter'): Backward {
  return wasmFunction(name, backwardParameters, (f, p) => {
    const locals = (): Local<'v128'>[] => Array.from({ length: 4 }, () => f.local('v128'));
    const [maxima, places] = [locals(), locals()];
    const channel = f.local('i32');
    const sum = f.local('v128');
    const wins = f.local('v128');
    const place = f.local('i32');
    const toOut = f.local('i32', i32.sub(p.out, p[target]));
    eachWindow(f, p, (window) => {
      f.if(window.count, () => {
        eachGroup(f, p.channels, channel, (vectors) => {
          const groups = vectors.map((vector, index) => ({
            ...vector,
            maximum: maxima[index] as Local<'v128'>,
            winner: places[index] as Local<'v128'>,
          }));
          for (const { maximum, winner } of groups) {
            f.set(maximum, f.splatF32(Number.NEGATIVE_INFINITY));
            f.set(winner, i32x4.splat(target === 'x' ? window.firstPixel : window.firstTap));
          }
          window.eachTap((pixel, tap) => {
            for (const { lanes, offset, maximum, winner } of groups) {
              f.set(sum, sumAt(pixel, tap, channel, lanes, offset));
              // a larger sum, or the first NaN
              f.set(wins, v128.andnot(f32x4.eq(maximum, maximum), f32x4.le(sum, maximum)));
              const here = i32x4.splat(target === 'x' ? pixel : tap);
              if (lanes === 1) {
                // a branch that is foreseen more often than not costs less than two selections
                f.if(i32x4.extract_lane(wins, 0), () => {
                  f.set(maximum, sum);
                  f.set(winner, here);
                });
              } else {
                f.set(maximum, v128.bitselect(sum, maximum, wins));
                f.set(winner, v128.bitselect(here, winner, wins));
              }
            }
          });
          for (const { lanes, offset, winner } of groups) {
            for (let lane = 0; lane < lanes; lane++) {
              const byteOffset = offset + 4 * lane;
              f.set(place, i32.add(i32.add(i32x4.extract_lane(winner, lane), channel), toOut));
              const share = f32.load(i32.add(p.dy, channel), byteOffset);
              f.store('f32.store', place, f32.add(f32.load(place, byteOffset), share), byteOffset);
            }
          }
        });
      });
      f.increase(p.dy, window.pixelBytes);
    });
  });
}

const handBackToInput = handBack('dilationHandBackToInput', 'x');
const handBackToFilter = handBack('dilationHandBackToFilter', 'filter');

interface Inputs {
  /** float32 `[batch, height, width, channels]` */
  readonly x: TensorInfo;
  /** float32 `[filterHeight, filterWidth, channels]` */
  readonly filter: TensorInfo;
}

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dilations: number | [number, number];
}

function geometry(
  { x, filter }: Inputs,
  { strides, pad, dilations }: Attributes,
): { readonly outShape: readonly number[]; readonly values: Arguments<typeof sizes> } {
  const info = backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    strides,
    pad,
    'NHWC',
    dilations,
  );
  const values = {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
  return { outShape: info.outShape, values };
}

/** The kernel `Dilation2D`. */
export const dilation2dKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: Dilation2D,
  functions: [dilate],
  compute(runtime, inputs, attributes) {
    const { x, filter } = inputs;
    requireFloats(Dilation2D, x, filter);
    const { outShape, values } = geometry(inputs, attributes);
    const out = runtime.output(outShape, 'float32');
    const [fromX, fromFilter, to] = [runtime.address(x), runtime.address(filter), runtime.address(out)];
    runtime.run(dilate, { x: fromX, filter: fromFilter, out: to, ...values });
    return out;
  },
};

interface GradientInputs extends Inputs {
  /** float32 `[batch, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
}

function gradientKernel(
  kernelName: string,
  fn: Backward,
  target: 'x' | 'filter',
): WasmKernel<GradientInputs, Attributes> {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, inputs, attributes) {
      const { x, filter, dy } = inputs;
      requireFloats(kernelName, x, filter, dy);
      const { outShape, values } = geometry(inputs, attributes);
      checkGradientShape(kernelName, dy.shape, { outShape });
      const out = runtime.zeros(inputs[target].shape, 'float32');
      const addresses = { x: runtime.address(x), filter: runtime.address(filter), dy: runtime.address(dy) };
      runtime.run(fn, { ...addresses, out: runtime.address(out), ...values });
      return out;
    },
  };
}

/** The kernel `Dilation2DBackpropInput`. */
export const dilation2dBackpropInputKernel: WasmKernel<GradientInputs, Attributes> = gradientKernel(
  Dilation2DBackpropInput,
  handBackToInput,
  'x',
);

/** The kernel `Dilation2DBackpropFilter`. */
export const dilation2dBackpropFilterKernel: WasmKernel<GradientInputs, Attributes> = gradientKernel(
  Dilation2DBackpropFilter,
  handBackToFilter,
  'filter',
);
