/**
 * The matrix product of convolutions: the rows of A are windows of images, read where they lie, and may overlap.
 *
 * The windows go row by row over the planes, and so do the pixels of C that they make. A product may begin with a bias
 * in place of zeros, and clamp what it ends with.
 */
import type { Local } from '../../assembler/expression.js';
import { f32x4, i32, select } from '../../assembler/operators.js';
import { type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { clampVector } from '../fused/epilogue.js';
import { loadLanes, storeLanes } from '../partial-vector.js';
import { byRows, eachRowBlock, rowParameters } from './row-blocks.js';
import { addTerms, clearSums, eachSum, panelWidths, tileLocals, tileRows } from './tile.js';

const windowsParameters = {
  /** First element of the first window of all, and what leads from a window, a row, a plane of them to the next. */
  a: 'i32',
  aStride: 'i32',
  aRow: 'i32',
  aPlane: 'i32',
  /** From one outer step in a window to the next. */
  aOuter: 'i32',
  /** The filter, and the distance of its rows, or 0 when it is packed (pack-panels.ts). */
  b: 'i32',
  bRow: 'i32',
  /** First pixel of C, and what leads from a pixel, a row, a plane of them to the next. */
  c: 'i32',
  cStride: 'i32',
  cRow: 'i32',
  cPlane: 'i32',
  /** Windows in a row; columns of C; terms. */
  columns: 'i32',
  n: 'i32',
  kInner: 'i32',
  kOuter: 'i32',
  /** Rows that are multiplied with one panel of the filter before the next. */
  blockRows: 'i32',
  /** Address of `n` elements with which the sums begin; 0 for zeros, `c` to add to what is there. */
  initial: 'i32',
  /** Results below and above are set to these; NaN stays. */
  lowest: 'f32',
  highest: 'f32',
} as const;

const parameters: typeof windowsParameters & typeof rowParameters = { ...windowsParameters, ...rowParameters };

/** Multiplies windows with a filter. */
export const windowsProduct: ParallelFunction<typeof parameters> = parallelFunction(
  'windowsProduct',
  parameters,
  byRows,
  (f, p) => {
    const tile = tileLocals(f);
    const isAdding = f.local('i32', i32.eq(p.initial, p.c));
    const panelBytes = f.local('i32', i32.mul(i32.shl(p.kInner, 2), p.kOuter));
    const aJump = f.local('i32', i32.sub(p.aRow, i32.mul(p.columns, p.aStride)));
    const cJump = f.local('i32', i32.sub(p.cRow, i32.mul(p.columns, p.cStride)));
    const [firstWindow, firstPixel] = [f.local('i32'), f.local('i32')];
    const [a, b, bRow, c] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const [n, initial, column, left] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const pixels = Array.from({ length: tileRows }, () => f.local('i32'));
    const lowest = f.local('v128', f32x4.splat(p.lowest));
    const highest = f.local('v128', f32x4.splat(p.highest));
    const terms = {
      kInner: p.kInner,
      kOuter: p.kOuter,
      aInner: 4,
      aOuterRest: f.local('i32', i32.sub(p.aOuter, i32.shl(p.kInner, 2))),
      bRow,
    } as const;

    const writeTile = (rows: number, width: number): void => {
      for (let row = 0; row < rows; row++) {
        f.set(tile.rows[row] as Local<'i32'>, a);
        f.set(pixels[row] as Local<'i32'>, c);
        f.increase(a, p.aStride);
        f.increase(c, p.cStride);
        f.increase(column, -1);
        f.if(i32.eqz(column), () => {
          f.increase(a, aJump);
          f.increase(c, cJump);
          f.set(column, p.columns);
        });
      }
      const pixelOf = (row: number): Local<'i32'> => pixels[row] as Local<'i32'>;
      f.if(
        isAdding,
        () =>
          eachSum(tile, rows, width, (sum, row, { lanes, offset }) =>
            f.set(sum, loadLanes(pixelOf(row), lanes, offset)),
          ),
        () =>
          f.if(
            initial,
            () =>
              eachSum(tile, rows, width, (sum, _, { lanes, offset }) => f.set(sum, loadLanes(initial, lanes, offset))),
            () => clearSums(f, tile, rows, width),
          ),
      );
      f.set(tile.b, b);
      addTerms(f, tile, terms, { rows, width, isTransposed: false });
      eachSum(tile, rows, width, (sum, row, { lanes, offset }) => {
        f.set(sum, clampVector(sum, lowest, highest));
        storeLanes(f, pixelOf(row), sum, lanes, offset);
      });
    };

    eachRowBlock(f, p, p.blockRows, (block) => {
      f.set(firstWindow, i32.add(p.a, i32.add(i32.mul(block.plane, p.aPlane), i32.mul(block.first, p.aRow))));
      f.set(firstPixel, i32.add(p.c, i32.add(i32.mul(block.plane, p.cPlane), i32.mul(block.first, p.cRow))));
      f.set(b, p.b);
      f.set(n, p.n);
      f.set(initial, p.initial);
      for (const width of panelWidths) {
        f.set(bRow, select('i32', p.bRow, p.bRow, 4 * width));
        f.while(i32.ge_u(n, width), () => {
          f.set(a, firstWindow);
          f.set(c, firstPixel);
          f.set(column, p.columns);
          f.set(left, i32.mul(block.rows, p.columns));
          f.while(i32.ge_u(left, tileRows), () => {
            writeTile(tileRows, width);
            f.increase(left, -tileRows);
          });
          for (let rows = 1; rows < tileRows; rows++) f.if(i32.eq(left, rows), () => writeTile(rows, width));
          f.increase(b, select('i32', p.bRow, 4 * width, i32.mul(panelBytes, width)));
          f.increase(firstPixel, 4 * width);
          f.if(initial, () => f.increase(initial, 4 * width));
          f.increase(n, -width);
        });
      }
    });
  },
);
