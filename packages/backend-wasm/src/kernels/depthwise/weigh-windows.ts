/** The inner loops of a depthwise convolution. */
import type { Local } from '../../assembler/expression.js';
import { f32x4, i32 } from '../../assembler/operators.js';
import { type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { clampVector } from '../fused/epilogue.js';
import { byRows, eachRowBlock, rowParameters } from '../matrix/row-blocks.js';
import { eachGroup, loadLanes, type PartialVector, storeLanes } from '../partial-vector.js';

const windowParameters = {
  x: 'i32',
  /** From one output column, row and image to the next. */
  xColumn: 'i32',
  xRow: 'i32',
  xImage: 'i32',
  /** From one column of the filter, and from one row of it, to the next. */
  tapColumn: 'i32',
  tapRow: 'i32',
  filter: 'i32',
  filterRows: 'i32',
  filterColumns: 'i32',
  out: 'i32',
  columns: 'i32',
  channels: 'i32',
  /** Address of a number for each channel that is added, or 0. */
  bias: 'i32',
  lowest: 'f32',
  highest: 'f32',
} as const;

const parameters: typeof windowParameters & typeof rowParameters = { ...windowParameters, ...rowParameters };

/** Computes all channels of some rows of the output. */
export const weighWindows: ParallelFunction<typeof parameters> = parallelFunction(
  'weighWindows',
  parameters,
  byRows,
  (f, p) => {
    const rowBytes = f.local('i32', i32.shl(i32.mul(p.columns, p.channels), 2));
    const firstWindow = f.local('i32');
    // Without the loops over the filter, which then cost as much as the products.
    const isSingleTap = f.local('i32', i32.eq(i32.mul(p.filterRows, p.filterColumns), 1));
    const pixelBytes = f.local('i32', i32.shl(p.channels, 2));
    const sums = Array.from({ length: 8 }, () => f.local('v128'));
    const weight = f.local('v128');
    const lowest = f.local('v128', f32x4.splat(p.lowest));
    const highest = f.local('v128', f32x4.splat(p.highest));
    const channel = f.local('i32');
    const [xRowPointer, xPointer, tapRowPointer, second] = [
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
    ];
    const tap = f.local('i32');
    const filter = f.local('i32');
    const out = f.local('i32');
    const left = f.local('i32');
    /** One pixel, or two beside each other that share the loads of the filter. */
    const writePixels = (count: 1 | 2, vectors: readonly PartialVector[]): void => {
      const sumOf = (pixel: number, index: number): Local<'v128'> =>
        sums[pixel * vectors.length + index] as Local<'v128'>;
      const pixels = count === 2 ? [tap, second] : [tap];
      f.if(
        p.bias,
        () =>
          pixels.forEach((_, pixel) =>
            vectors.forEach(({ lanes, offset }, index) =>
              f.set(sumOf(pixel, index), loadLanes(i32.add(p.bias, channel), lanes, offset)),
            ),
          ),
        () => pixels.forEach((_, pixel) => vectors.forEach((__, index) => f.set(sumOf(pixel, index), f.splatF32(0)))),
      );
      f.set(filter, i32.add(p.filter, channel));
      const addTap = (): void =>
        vectors.forEach(({ lanes, offset }, index) => {
          f.set(weight, loadLanes(filter, lanes, offset));
          pixels.forEach((address, pixel) =>
            f.set(sumOf(pixel, index), f.multiplyAdd(weight, loadLanes(address, lanes, offset), sumOf(pixel, index))),
          );
        });
      f.set(tapRowPointer, xPointer);
      f.set(tap, xPointer);
      if (count === 2) f.set(second, i32.add(tap, p.xColumn));
      f.if(isSingleTap, addTap, () =>
        f.repeat(p.filterRows, () => {
          f.set(tap, tapRowPointer);
          if (count === 2) f.set(second, i32.add(tap, p.xColumn));
          f.repeat(p.filterColumns, () => {
            addTap();
            for (const address of pixels) f.increase(address, p.tapColumn);
            f.increase(filter, pixelBytes);
          });
          f.increase(tapRowPointer, p.tapRow);
        }),
      );
      pixels.forEach((_, pixel) => {
        vectors.forEach(({ lanes, offset }, index) => {
          const sum = sumOf(pixel, index);
          f.set(sum, clampVector(sum, lowest, highest));
          storeLanes(f, out, sum, lanes, offset);
        });
        f.increase(out, pixelBytes);
        f.increase(xPointer, p.xColumn);
      });
    };
    eachRowBlock(f, p, p.planeRows, ({ plane, first, rows }) => {
      f.set(firstWindow, i32.add(p.x, i32.add(i32.mul(plane, p.xImage), i32.mul(first, p.xRow))));
      eachGroup(f, p.channels, channel, (vectors) => {
        f.set(xRowPointer, i32.add(firstWindow, channel));
        f.set(out, i32.add(p.out, i32.add(i32.mul(p.row, rowBytes), channel)));
        f.repeat(rows, () => {
          f.set(xPointer, xRowPointer);
          f.set(left, p.columns);
          f.while(i32.ge_u(left, 2), () => {
            writePixels(2, vectors);
            f.increase(left, -2);
          });
          f.if(left, () => writePixels(1, vectors));
          f.increase(xRowPointer, p.xRow);
        });
      });
    });
  },
);
