/**
 * The matrix product of convolutions: the rows of A are windows of an image, read where they lie, and may overlap.
 *
 * The windows go row by row over the image, and so do the pixels of C that they make; each has a stride and a jump at
 * the end of its row. A product may begin with a bias in place of zeros, and clamp what it ends with.
 */
import type { Local } from '../../assembler/expression.js';
import { f32x4, i32, select } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { clampVector } from '../fused/epilogue.js';
import { loadLanes, storeLanes } from '../partial-vector.js';
import { addTerms, clearSums, eachSum, panelWidths, tileLocals, tileRows } from './tile.js';

const parameters = {
  /** First element of the first window; from a window to the next of its row; from one outer step to the next. */
  a: 'i32',
  aStride: 'i32',
  aOuter: 'i32',
  /** What the end of a row of windows adds to `aStride`. */
  aJump: 'i32',
  /** The filter, and the distance of its rows, or 0 when it is packed (pack-panels.ts). */
  b: 'i32',
  bRow: 'i32',
  /** First pixel of C, from one to the next, and what the end of a row adds. */
  c: 'i32',
  cStride: 'i32',
  cJump: 'i32',
  /** Windows in all, and in a row; columns of C; terms. */
  m: 'i32',
  columns: 'i32',
  n: 'i32',
  kInner: 'i32',
  kOuter: 'i32',
  /** Address of `n` elements with which the sums begin; 0 for zeros, `c` to add to what is there. */
  initial: 'i32',
  /** Results below and above are set to these; NaN stays. */
  lowest: 'f32',
  highest: 'f32',
} as const;

/** Multiplies windows with a filter. */
export const windowsProduct: WasmFunction<typeof parameters> = wasmFunction('windowsProduct', parameters, (f, p) => {
  const tile = tileLocals(f);
  const isAdding = f.local('i32', i32.eq(p.initial, p.c));
  const panelBytes = f.local('i32', i32.mul(i32.shl(p.kInner, 2), p.kOuter));
  const bRow = f.local('i32');
  const a = f.local('i32');
  const c = f.local('i32');
  const column = f.local('i32');
  const left = f.local('i32');
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
        f.increase(a, p.aJump);
        f.increase(c, p.cJump);
        f.set(column, p.columns);
      });
    }
    const pixelOf = (row: number): Local<'i32'> => pixels[row] as Local<'i32'>;
    f.if(
      isAdding,
      () =>
        eachSum(tile, rows, width, (sum, row, { lanes, offset }) => f.set(sum, loadLanes(pixelOf(row), lanes, offset))),
      () =>
        f.if(
          p.initial,
          () =>
            eachSum(tile, rows, width, (sum, _, { lanes, offset }) => f.set(sum, loadLanes(p.initial, lanes, offset))),
          () => clearSums(f, tile, rows, width),
        ),
    );
    f.set(tile.b, p.b);
    addTerms(f, tile, terms, { rows, width, isTransposed: false });
    eachSum(tile, rows, width, (sum, row, { lanes, offset }) => {
      f.set(sum, clampVector(sum, lowest, highest));
      storeLanes(f, pixelOf(row), sum, lanes, offset);
    });
  };
  for (const width of panelWidths) {
    f.set(bRow, select('i32', p.bRow, p.bRow, 4 * width));
    f.while(i32.ge_u(p.n, width), () => {
      f.set(a, p.a);
      f.set(c, p.c);
      f.set(column, p.columns);
      f.set(left, p.m);
      f.while(i32.ge_u(left, tileRows), () => {
        writeTile(tileRows, width);
        f.increase(left, -tileRows);
      });
      for (let rows = 1; rows < tileRows; rows++) f.if(i32.eq(left, rows), () => writeTile(rows, width));
      f.increase(p.b, select('i32', p.bRow, 4 * width, i32.mul(panelBytes, width)));
      f.increase(p.c, 4 * width);
      f.if(p.initial, () => f.increase(p.initial, 4 * width));
      f.increase(p.n, -width);
    });
  }
});
