/**
 * The matrix product of the gradient of a filter: for each of its rows transpose(windows) · dy, a sum over all
 * positions of the output.
 *
 * What threads take is the output, never the sum: a unit is a panel of filters in one row of the filter.
 */
import type { Local } from '../../assembler/expression.js';
import { i32, select } from '../../assembler/operators.js';
import { type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { writeProduct } from './matrix-product.js';
import { panelWidths } from './tile.js';

const parameters = {
  /** First element of the first window of all, and what leads from a window, a row, a plane of them to the next. */
  x: 'i32',
  xStride: 'i32',
  xRow: 'i32',
  xPlane: 'i32',
  /** What leads, in a window, from the elements of a row of the filter to those of the next, and from slice to slice. */
  tapRow: 'i32',
  tapSlice: 'i32',
  /** Gradient of the output, `[planes, rows, columns, n]`, contiguous. */
  dy: 'i32',
  planes: 'i32',
  rows: 'i32',
  columns: 'i32',
  n: 'i32',
  /** Rows that are summed before the next unit. */
  blockRows: 'i32',
  /** The gradient, rows of the filter of `[m, n]` each; rows of a slice of it. */
  gradient: 'i32',
  m: 'i32',
  sliceRows: 'i32',
  /** The first unit, counted panel by panel and row by row of the filter, and how many there are. */
  unit: 'i32',
  units: 'i32',
  /** 1 to add to what is in the gradient, 0 to overwrite it. */
  accumulate: 'i32',
} as const;

/** Filters of a unit. */
export const gradientPanel: number = Math.max(...panelWidths);

/** Units of a filter with this many rows, those of all its slices. */
export function gradientUnits(filterRows: number, filters: number): number {
  return filterRows * Math.ceil(filters / gradientPanel);
}

/** Sums the products of windows and gradients of the output. */
export const windowsGradient: ParallelFunction<typeof parameters> = parallelFunction(
  'windowsGradient',
  parameters,
  { count: 'units', multiple: 1, advance: () => ({ unit: 1 }) },
  (f, p) => {
    const local = (): Local<'i32'> => f.local('i32');
    const panels = f.local('i32', i32.shr_u(i32.add(p.n, gradientPanel - 1), Math.log2(gradientPanel)));
    const rowBytes = f.local('i32', i32.shl(p.n, 2));
    const [plane, x, dy, rowsLeft, blockRows] = [local(), local(), local(), local(), local()];
    const [unit, filterRow, slice, firstColumn] = [local(), local(), local(), local()];
    const [a, b, c, n] = [local(), local(), local(), local()];
    f.set(dy, p.dy);
    f.for(plane, 0, p.planes, () => {
      f.set(x, i32.add(p.x, i32.mul(plane, p.xPlane)));
      f.set(rowsLeft, p.rows);
      f.while(rowsLeft, () => {
        f.set(blockRows, select('i32', i32.lt_u(p.blockRows, rowsLeft), p.blockRows, rowsLeft));
        f.for(unit, p.unit, i32.add(p.unit, p.units), () => {
          f.set(filterRow, i32.div_u(unit, panels));
          f.set(slice, i32.div_u(filterRow, p.sliceRows));
          f.set(firstColumn, i32.mul(i32.sub(unit, i32.mul(filterRow, panels)), gradientPanel));
          f.set(n, i32.sub(p.n, firstColumn));
          f.set(n, select('i32', i32.lt_u(n, gradientPanel), n, gradientPanel));
          f.set(b, i32.add(dy, i32.shl(firstColumn, 2)));
          f.set(c, i32.add(p.gradient, i32.shl(i32.add(i32.mul(i32.mul(filterRow, p.m), p.n), firstColumn), 2)));
          f.set(filterRow, i32.sub(filterRow, i32.mul(slice, p.sliceRows)));
          f.set(a, i32.add(x, i32.add(i32.mul(slice, p.tapSlice), i32.mul(filterRow, p.tapRow))));
          const { m, columns: kInner, accumulate } = p;
          const product = { a, aStride: p.xStride, aOuter: p.xRow, b, bRow: rowBytes, c, cRow: rowBytes, m, n };
          writeProduct(f, { ...product, kInner, kOuter: blockRows, accumulate }, true);
        });
        f.increase(x, i32.mul(blockRows, p.xRow));
        f.increase(dy, i32.mul(i32.mul(blockRows, p.columns), rowBytes));
        f.set(rowsLeft, i32.sub(rowsLeft, blockRows));
        f.set(p.accumulate, 1);
      });
    });
  },
);
