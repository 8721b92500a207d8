/**
 * Gradients of resizing. On each axis an output element is a weighted sum of input elements, its taps: one for the
 * nearest neighbour, two for the linear interpolation. The gradient hands each output element back to its taps.
 *
 * tfjs's kernels ignore halfPixelCenters.
 */
import { linearTaps, type ResizeConvention, resizeSpans, type ResizeTap, sizeOf } from '@isograd/core';
import { ResizeBilinearGrad, ResizeNearestNeighborGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import { f32, f32x4, i32 } from '../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';
import { requireFloats } from './require-floats.js';

const parameters = {
  dy: 'i32',
  dx: 'i32',
  /** For every output row, and column, its taps: byte offset in the image (i32) and weight (f32). */
  rows: 'i32',
  columns: 'i32',
  batch: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  channels: 'i32',
  imageBytes: 'i32',
} as const;

const tapBytes = 8;

/** Adds to `dx`, which is zero at first, by tables with this many taps an element. */
function handBack(name: string, taps: number): WasmFunction<typeof parameters> {
  return wasmFunction(name, parameters, (f, p) => {
    const row = f.local('i32');
    const column = f.local('i32');
    const channel = f.local('i32');
    const share = f.local('v128');
    const sum = f.local('v128');
    const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
    const rowTaps = Array.from({ length: taps }, (_, tap) => ({
      offset: tapBytes * tap,
      to: f.local('i32'),
      weight: f.local('f32'),
    }));
    const pixelTaps = rowTaps.flatMap((rowTap) =>
      rowTaps.map(({ offset }) => ({ rowTap, offset, to: f.local('i32'), weight: f.local('v128') })),
    );
    const handBackPixel = (): void => {
      for (const { rowTap, offset, to, weight } of pixelTaps) {
        f.set(to, i32.add(rowTap.to, i32.load(column, offset)));
        f.set(weight, f32x4.splat(f32.mul(rowTap.weight, f32.load(column, offset + 4))));
      }
      eachGroup(f, p.channels, channel, (vectors) => {
        for (const { lanes, offset } of vectors) {
          f.set(share, loadLanes(i32.add(p.dy, channel), lanes, offset));
          for (const { to, weight } of pixelTaps) {
            const target = i32.add(to, channel);
            f.set(sum, f32x4.add(loadLanes(target, lanes, offset), f32x4.mul(weight, share)));
            storeLanes(f, target, sum, lanes, offset);
          }
        }
      });
    };
    f.repeat(p.batch, () => {
      f.set(row, p.rows);
      f.repeat(p.outHeight, () => {
        for (const { offset, to, weight } of rowTaps) {
          f.set(to, i32.add(p.dx, i32.load(row, offset)));
          f.set(weight, f32.load(row, offset + 4));
        }
        f.set(column, p.columns);
        f.repeat(p.outWidth, () => {
          handBackPixel();
          f.increase(p.dy, pixelBytes);
          f.increase(column, tapBytes * taps);
        });
        f.increase(row, tapBytes * taps);
      });
      f.increase(p.dx, p.imageBytes);
    });
  });
}

const handBackToOne = handBack('resizeHandBackToOne', 1);
const handBackToTwo = handBack('resizeHandBackToTwo', 2);

interface Inputs {
  /** `[batch, height, width, channels]`; only its shape matters. */
  readonly images: TensorInfo;
  /** float32 `[batch, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
}

/** The taps of output element `out` on an axis that goes from `inputs` to `outputs` elements. */
type TapsOf = (out: number, inputs: number, outputs: number, convention: ResizeConvention) => readonly ResizeTap[];

/** In float32, as the forward kernel computes it: a tie must fall on the same side. */
const nearestTap: TapsOf = (out, inputs, outputs, convention) => {
  const { alignCorners, halfPixelCenters = false } = convention;
  const [inputSpan, outputSpan] = resizeSpans(inputs, outputs, convention);
  const position = Math.fround(Math.fround(inputSpan / outputSpan) * (halfPixelCenters ? out + 0.5 : out));
  const nearest = alignCorners ? Math.round(position) : Math.floor(position);
  return [[Math.min(inputs - 1, nearest), 1]];
};

/** The table of one axis, as `parameters` describes it; `stride` is in bytes. */
function tableOf(taps: readonly ResizeTap[], stride: number): Int32Array {
  const table = new Int32Array(2 * taps.length);
  const weights = new Float32Array(table.buffer);
  taps.forEach(([element, weight], index) => {
    table[2 * index] = element * stride;
    weights[2 * index + 1] = weight;
  });
  return table;
}

function resizeGrad(
  kernelName: string,
  run: WasmFunction<typeof parameters>,
  tapsOf: TapsOf,
): WasmKernel<Inputs, ResizeConvention> {
  return {
    kernelName,
    functions: [run],
    compute(runtime, { images, dy }, attributes) {
      requireFloats(kernelName, dy);
      const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
      const [, outHeight = 0, outWidth = 0] = dy.shape;
      const out = runtime.zeros(images.shape, 'float32');
      if (sizeOf(images.shape) * sizeOf(dy.shape) === 0) return out;
      const table = (inputs: number, outputs: number, stride: number): Int32Array => {
        const taps: ResizeTap[] = [];
        for (let index = 0; index < outputs; index++) taps.push(...tapsOf(index, inputs, outputs, attributes));
        return tableOf(taps, stride);
      };
      const rows = table(height, outHeight, 4 * width * channels);
      const columns = table(width, outWidth, 4 * channels);
      runtime.withScratch(rows.byteLength + columns.byteLength, (tables) => {
        runtime.write(tables, rows);
        runtime.write(tables + rows.byteLength, columns);
        runtime.run(run, {
          dy: runtime.address(dy),
          dx: runtime.address(out),
          rows: tables,
          columns: tables + rows.byteLength,
          batch,
          outHeight,
          outWidth,
          channels,
          imageBytes: 4 * height * width * channels,
        });
      });
      return out;
    },
  };
}

/** The kernel `ResizeNearestNeighborGrad`. */
export const resizeNearestNeighborGradKernel: WasmKernel<Inputs, ResizeConvention> = resizeGrad(
  ResizeNearestNeighborGrad,
  handBackToOne,
  nearestTap,
);

/** The kernel `ResizeBilinearGrad`. */
export const resizeBilinearGradKernel: WasmKernel<Inputs, ResizeConvention> = resizeGrad(
  ResizeBilinearGrad,
  handBackToTwo,
  linearTaps,
);
