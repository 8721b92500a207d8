/** What the kernels of 2-D pooling share: how they get the sizes, and the loops over windows. */
import type { PoolingInfo } from '@isograd/core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { i32, select } from '../../assembler/operators.js';
import type { Arguments } from '../../wasm-function.js';

/** Parameters by which a pooling function knows the sizes, counted in elements. */
export const windowParameters = {
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
  top: 'i32',
  left: 'i32',
} as const;

/** Values of `windowParameters`. */
export function windowArguments(info: PoolingInfo): Arguments<typeof windowParameters> {
  return {
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
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
}

/** The valid part of one window. */
export interface Window {
  /** Byte offset, from the first element of the input, of the window's first valid pixel. */
  readonly start: Local<'i32'>;
  /** Valid rows and columns; the product is zero when the window lies in the padding. */
  readonly rows: Local<'i32'>;
  readonly columns: Local<'i32'>;
  /** Bytes of a pixel, and of a row of the input. */
  readonly pixelBytes: Local<'i32'>;
  readonly rowBytes: Local<'i32'>;
  /**
   * Visits the valid pixels in row-major order.
   *
   * @param base - Address that corresponds to `start`.
   */
  eachPixel(base: Expression<'i32'>, visit: (pixel: Local<'i32'>) => void): void;
}

/** Visits the windows of all output pixels, in the order of the output. */
export function eachWindow(
  f: FunctionBuilder,
  p: ParameterLocals<typeof windowParameters>,
  visit: (window: Window) => void,
): void {
  const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
  const rowBytes = f.local('i32', i32.mul(p.width, pixelBytes));
  const imageBytes = i32.mul(p.height, rowBytes);
  const image = f.local('i32', 0);
  const outRow = f.local('i32');
  const outColumn = f.local('i32');
  const row = f.local('i32');
  const column = f.local('i32');
  const rowsLeft = f.local('i32');
  const columnsLeft = f.local('i32');
  const rowPointer = f.local('i32');
  const pixel = f.local('i32');
  const window: Window = {
    start: f.local('i32'),
    rows: f.local('i32'),
    columns: f.local('i32'),
    pixelBytes,
    rowBytes,
    eachPixel: (base, visitPixel) => {
      f.set(rowPointer, base);
      f.set(rowsLeft, window.rows);
      f.while(rowsLeft, () => {
        f.set(pixel, rowPointer);
        f.set(columnsLeft, window.columns);
        f.while(columnsLeft, () => {
          visitPixel(pixel);
          f.increase(pixel, pixelBytes);
          f.increase(columnsLeft, -1);
        });
        f.increase(rowPointer, rowBytes);
        f.increase(rowsLeft, -1);
      });
    },
  };
  /** Sets `first` to the first valid element of a window on one axis, `count` to how many are valid. */
  const clip = (
    first: Local<'i32'>,
    count: Local<'i32'>,
    origin: Expression<'i32'>,
    filter: Expression<'i32'>,
    size: Expression<'i32'>,
  ): void => {
    f.set(first, origin);
    f.set(count, i32.add(first, filter));
    f.set(count, select('i32', i32.lt_s(count, size), count, size));
    f.set(first, select('i32', i32.gt_s(first, 0), first, 0));
    f.set(count, i32.sub(count, first));
    f.set(count, select('i32', i32.gt_s(count, 0), count, 0));
  };
  f.repeat(p.batch, () => {
    f.for(outRow, 0, p.outHeight, () => {
      clip(row, window.rows, i32.sub(i32.mul(outRow, p.strideHeight), p.top), p.filterHeight, p.height);
      f.for(outColumn, 0, p.outWidth, () => {
        clip(column, window.columns, i32.sub(i32.mul(outColumn, p.strideWidth), p.left), p.filterWidth, p.width);
        f.set(window.start, i32.add(image, i32.add(i32.mul(row, rowBytes), i32.mul(column, pixelBytes))));
        visit(window);
      });
    });
    f.increase(image, imageBytes);
  });
}
