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

/** Visits the pixels of x that one window sees, with the element of the filter that lies on each. */
type EachTap = (visit: (pixel: Local<'i32'>, tap: Local<'i32'>) => void) => void;

type WindowLocals = ParameterLocals<typeof sizes> & { readonly x: Local<'i32'>; readonly filter: Local<'i32'> };

/** Visits the windows of all output pixels, in the order of the output. */
function eachWindow(
  f: FunctionBuilder,
  p: WindowLocals,
  visit: (eachTap: EachTap, pixelBytes: Local<'i32'>) => void,
): void {
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const imageBytes = f.local('i32', i32.mul(i32.mul(p.height, p.width), pixelBytes));
  const stepBytes = f.local('i32', i32.mul(p.dilationWidth, pixelBytes));
  const [outRow, outColumn, row, column] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const [pixel, tap] = [f.local('i32'), f.local('i32')];
  const eachTap: EachTap = (visitTap) => {
    f.set(row, i32.sub(i32.mul(outRow, p.strideHeight), p.top));
    f.set(tap, p.filter);
    f.repeat(p.filterHeight, () => {
      f.set(column, i32.sub(i32.mul(outColumn, p.strideWidth), p.left));
      f.set(pixel, i32.add(p.x, i32.mul(i32.add(i32.mul(row, p.width), column), pixelBytes)));
      f.repeat(p.filterWidth, () => {
        f.if(i32.and(i32.lt_u(row, p.height), i32.lt_u(column, p.width)), () => visitTap(pixel, tap));
        f.increase(column, p.dilationWidth);
        f.increase(pixel, stepBytes);
        f.increase(tap, pixelBytes);
      });
      f.increase(row, p.dilationHeight);
    });
  };
  f.repeat(p.batch, () => {
    f.for(outRow, 0, p.outHeight, () => f.for(outColumn, 0, p.outWidth, () => visit(eachTap, pixelBytes)));
    f.increase(p.x, imageBytes);
  });
}

const dilate = wasmFunction('dilate', forwardParameters, (f, p) => {
  const maxima = Array.from({ length: 4 }, () => f.local('v128'));
  const channel = f.local('i32');
  eachWindow(f, p, (eachTap, pixelBytes) => {
    eachGroup(f, p.channels, channel, (vectors) => {
      const groups = vectors.map((vector, index) => ({ ...vector, maximum: maxima[index] as Local<'v128'> }));
      for (const { maximum } of groups) f.set(maximum, f.splatF32(Number.NEGATIVE_INFINITY));
      eachTap((pixel, tap) => {
        for (const { lanes, offset, maximum } of groups) {
          f.set(maximum, f32x4.max(maximum, sumAt(pixel, tap, channel, lanes, offset)));
        }
      });
      for (const { lanes, offset, maximum } of groups) {
        storeLanes(f, i32.add(p.out, channel), maximum, lanes, offset);
      }
    });
    f.increase(p.out, pixelBytes);
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
    eachWindow(f, p, (eachTap, pixelBytes) => {
      eachGroup(f, p.channels, channel, (vectors) => {
        const groups = vectors.map((vector, index) => ({
          ...vector,
          maximum: maxima[index] as Local<'v128'>,
          winner: places[index] as Local<'v128'>,
        }));
        for (const { maximum, winner } of groups) {
          f.set(maximum, f.splatF32(Number.NEGATIVE_INFINITY));
          f.set(winner, f.constantI32([0, 0, 0, 0])); // an address that no tensor has
        }
        eachTap((pixel, tap) => {
          for (const { lanes, offset, maximum, winner } of groups) {
            f.set(sum, sumAt(pixel, tap, channel, lanes, offset));
            const isFirstNaN = v128.and(f32x4.ne(sum, sum), f32x4.eq(maximum, maximum));
            const isFirst = i32x4.eq(winner, f.constantI32([0, 0, 0, 0]));
            f.set(wins, v128.or(v128.or(f32x4.gt(sum, maximum), isFirstNaN), isFirst));
            f.set(maximum, v128.bitselect(sum, maximum, wins));
            f.set(winner, v128.bitselect(i32x4.splat(target === 'x' ? pixel : tap), winner, wins));
          }
        });
        for (const { lanes, offset, winner } of groups) {
          for (let lane = 0; lane < lanes; lane++) {
            const byteOffset = offset + 4 * lane;
            f.set(place, i32x4.extract_lane(winner, lane));
            f.if(place, () => {
              f.set(place, i32.add(i32.add(place, channel), toOut));
              const share = f32.load(i32.add(p.dy, channel), byteOffset);
              f.store('f32.store', place, f32.add(f32.load(place, byteOffset), share), byteOffset);
            });
          }
        }
      });
      f.increase(p.dy, pixelBytes);
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
