/** What the pooling functions share: how they get the sizes, and the loops over windows. Images are volumes of depth 1. */
import type { VolumeInfo } from '@isograd/core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { i32, select } from '../../assembler/operators.js';
import type { Arguments } from '../../wasm-function.js';

/** Parameters by which a pooling function knows the sizes, counted in elements. */
export const windowParameters = {
  batch: 'i32',
  depth: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  outDepth: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  filterDepth: 'i32',
  filterHeight: 'i32',
  filterWidth: 'i32',
  strideDepth: 'i32',
  strideHeight: 'i32',
  strideWidth: 'i32',
  front: 'i32',
  top: 'i32',
  left: 'i32',
} as const;

/** Bytes of an image of the input and of one of the output. */
export function imageSizes(p: WindowLocals): { readonly input: Expression<'i32'>; readonly output: Expression<'i32'> } {
  const bytes = (depth: Local<'i32'>, height: Local<'i32'>, width: Local<'i32'>): Expression<'i32'> =>
    i32.shl(i32.mul(i32.mul(i32.mul(depth, height), width), p.channels), 2);
  return { input: bytes(p.depth, p.height, p.width), output: bytes(p.outDepth, p.outHeight, p.outWidth) };
}

/** The sizes as variables. */
export type WindowLocals = ParameterLocals<typeof windowParameters>;

/** `others` and the values of `windowParameters`: by assignment, as an object spread takes V8 microseconds here. */
export function windowArguments<Others extends object>(
  info: VolumeInfo,
  others: Others,
): Arguments<typeof windowParameters> & Others {
  const sizes = {
    batch: info.batchSize,
    depth: info.inDepth,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    outDepth: info.outDepth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    filterDepth: info.filterDepth,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideDepth: info.strideDepth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    front: info.padInfo.front,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
  return Object.assign(sizes, others);
}

/** One spatial axis: its sizes, and the variables of the loops over it. */
export interface Axis {
  readonly size: Local<'i32'>;
  readonly outSize: Local<'i32'>;
  readonly filter: Local<'i32'>;
  readonly stride: Local<'i32'>;
  readonly before: Local<'i32'>;
  /** Bytes from one element of the axis to the next. */
  readonly bytes: Local<'i32'>;
  readonly out: Local<'i32'>;
  /** The first valid element of the window, and how many are valid. */
  readonly first: Local<'i32'>;
  readonly count: Local<'i32'>;
  readonly pointer: Local<'i32'>;
  readonly left: Local<'i32'>;
}

/** The axes from the outermost to the innermost. */
export function axesOf(f: FunctionBuilder, p: WindowLocals): readonly [slices: Axis, rows: Axis, columns: Axis] {
  const axis = (sizes: Pick<Axis, 'size' | 'outSize' | 'filter' | 'stride' | 'before'>, bytes: Local<'i32'>): Axis => ({
    ...sizes,
    bytes,
    out: f.local('i32'),
    first: f.local('i32'),
    count: f.local('i32'),
    pointer: f.local('i32'),
    left: f.local('i32'),
  });
  const columns = axis(
    { size: p.width, outSize: p.outWidth, filter: p.filterWidth, stride: p.strideWidth, before: p.left },
    f.local('i32', i32.shl(p.channels, 2)),
  );
  const rows = axis(
    { size: p.height, outSize: p.outHeight, filter: p.filterHeight, stride: p.strideHeight, before: p.top },
    f.local('i32', i32.mul(p.width, columns.bytes)),
  );
  const slices = axis(
    { size: p.depth, outSize: p.outDepth, filter: p.filterDepth, stride: p.strideDepth, before: p.front },
    f.local('i32', i32.mul(p.height, rows.bytes)),
  );
  return [slices, rows, columns];
}

/** Visits the windows along the axes, row-major; `offset` is where the first valid element of each lies. */
export function eachWindowAlong(
  f: FunctionBuilder,
  [axis, ...inner]: readonly Axis[],
  offset: Expression<'i32'>,
  visit: (offset: Expression<'i32'>) => void,
): void {
  if (axis === undefined) {
    visit(offset);
    return;
  }
  f.for(axis.out, 0, axis.outSize, () => {
    clip(f, axis);
    eachWindowAlong(f, inner, i32.add(offset, i32.mul(axis.first, axis.bytes)), visit);
  });
}

/** Visits the valid elements of a window along the axes, row-major, from that at `base`. */
export function eachElementAlong(
  f: FunctionBuilder,
  [axis, ...inner]: readonly Axis[],
  base: Expression<'i32'>,
  visit: (element: Local<'i32'>) => void,
): void {
  if (axis === undefined) return;
  f.set(axis.pointer, base);
  f.set(axis.left, axis.count);
  f.while(axis.left, () => {
    if (inner.length === 0) visit(axis.pointer);
    else eachElementAlong(f, inner, axis.pointer, visit);
    f.increase(axis.pointer, axis.bytes);
    f.increase(axis.left, -1);
  });
}

/** Sets the valid part of the window at `out`. */
export function clip(f: FunctionBuilder, { size, filter, stride, before, out, first, count }: Axis): void {
  f.set(first, i32.sub(i32.mul(out, stride), before));
  f.set(count, i32.add(first, filter));
  f.set(count, select('i32', i32.lt_s(count, size), count, size));
  f.set(first, select('i32', i32.gt_s(first, 0), first, 0));
  f.set(count, i32.sub(count, first));
  f.set(count, select('i32', i32.gt_s(count, 0), count, 0));
}

/** The valid part of one window. */
export interface Window {
  /** Byte offset, from the first element of the input, of the window's first valid pixel. */
  readonly start: Local<'i32'>;
  /** How many pixels are valid; zero when the window lies in the padding. */
  readonly count: Expression<'i32'>;
  /** Bytes of a pixel. */
  readonly pixelBytes: Local<'i32'>;
  /**
   * Visits the valid pixels in row-major order.
   *
   * @param base - Address that corresponds to `start`.
   */
  eachPixel(base: Expression<'i32'>, visit: (pixel: Local<'i32'>) => void): void;
}

/** Visits the windows of all output pixels, in the order of the output. */
export function eachWindow(f: FunctionBuilder, p: WindowLocals, visit: (window: Window) => void): void {
  const axes = axesOf(f, p);
  const [slices, , columns] = axes;
  const image = f.local('i32', 0);
  const start = f.local('i32');
  const window: Window = {
    start,
    count: axes.map(({ count }): Expression<'i32'> => count).reduce((product, count) => i32.mul(product, count)),
    pixelBytes: columns.bytes,
    eachPixel: (base, visitPixel) => eachElementAlong(f, axes, base, visitPixel),
  };
  f.repeat(p.batch, () => {
    eachWindowAlong(f, axes, image, (offset) => {
      f.set(start, offset);
      visit(window);
    });
    f.increase(image, i32.mul(slices.size, slices.bytes));
  });
}
