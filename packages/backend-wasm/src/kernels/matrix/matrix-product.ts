/**
 * The matrix product on which dense layers and convolutions stand: C = A·B, or C += A·B, in float32.
 *
 * C is computed in tiles that stay in registers while k runs. The sum over k is a double loop, `kOuter`
 * times `kInner` terms, so that the windows of a convolution can be read where they are: A jumps at every
 * outer step, B goes on evenly. One function takes A with k contiguous, the other its transpose, with the
 * rows contiguous. The columns of B are contiguous, in rows or packed into panels (pack-panels.ts).
 *
 * For a given element of C the terms are added in the order of k, whatever the tile: results do not depend
 * on the shape of the rest.
 */
import type { Local, Operand } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { i32, select } from '../../assembler/operators.js';
import { type Division, type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { loadLanes, type PartialVector, storeLanes } from '../partial-vector.js';
import { addTerms, clearSums, eachSum, panelWidths, tileLocals, tileRows } from './tile.js';

const parameters = {
  /** First element of A, and what leads from a row, or from an inner step, to the next (the other is 4). */
  a: 'i32',
  aStride: 'i32',
  /** From one outer step to the next. */
  aOuter: 'i32',
  /** First element of B, and the distance of its rows, or 0 when B is packed. */
  b: 'i32',
  bRow: 'i32',
  /** First element of C and the distance of its rows. */
  c: 'i32',
  cRow: 'i32',
  /** Numbers of rows and columns of C, and of terms. */
  m: 'i32',
  n: 'i32',
  kInner: 'i32',
  kOuter: 'i32',
  /** 1 to add to what is in C, 0 to overwrite it. */
  accumulate: 'i32',
} as const;

type Product = typeof parameters;

/** A with its k contiguous: row `i`, inner step `k` at `a + i * aStride + 4 * k`. */
export const matrixProduct: ParallelFunction<Product> = parallelFunction(
  'matrixProduct',
  parameters,
  byRows(({ aStride }) => aStride),
  (f, p) => writeProduct(f, p, false),
);

/** A with its rows contiguous: row `i`, inner step `k` at `a + 4 * i + k * aStride`. */
export const transposedMatrixProduct: ParallelFunction<Product> = parallelFunction(
  'transposedMatrixProduct',
  parameters,
  byRows(() => 4),
  (f, p) => writeProduct(f, p, true),
);

/** Both once more, for threads that take columns of C: few rows are then not cut, and a panel of B serves them all. */
export const productsByColumns: {
  readonly [Name in 'matrixProduct' | 'transposedMatrixProduct']: ParallelFunction<Product>;
} = {
  matrixProduct: ofColumns(matrixProduct),
  transposedMatrixProduct: ofColumns(transposedMatrixProduct),
};

function ofColumns(product: ParallelFunction<Product>): ParallelFunction<Product> {
  return parallelFunction(
    `${product.name}ByColumns`,
    parameters,
    {
      count: 'n',
      multiple: panelWidths[0] ?? 1,
      advance: ({ bRow, kInner, kOuter }) => ({
        b: select('i32', bRow, 4, i32.mul(i32.shl(kInner, 2), kOuter)),
        c: 4,
      }),
    },
    (f, p) => product.write(f, p),
  );
}

/** Threads take rows of C, in whole tiles. */
function byRows(aRow: (p: ParameterLocals<Product>) => Operand<'i32'>): Division<Product> {
  return { count: 'm', multiple: tileRows, advance: (p) => ({ a: aRow(p), c: p.cRow }) };
}

/** Writes the code of a product; changes `b`, `c` and `n`. */
export function writeProduct(f: FunctionBuilder, p: ParameterLocals<Product>, isTransposed: boolean): void {
  const tile = tileLocals(f);
  const bRow = f.local('i32');
  const panelBytes = f.local('i32', i32.mul(i32.shl(p.kInner, 2), p.kOuter));
  const rowsLeft = f.local('i32');
  const a = f.local('i32');
  const c = f.local('i32');
  const cPointer = f.local('i32');
  const aInner = isTransposed ? p.aStride : 4;
  const aOuterRest = f.local('i32', i32.sub(p.aOuter, i32.mul(p.kInner, aInner)));
  const { kInner, kOuter } = p;
  const writeTile = (rows: number, width: number): void => {
    const eachElement = (visit: (sum: Local<'v128'>, vector: PartialVector) => void): void => {
      f.set(cPointer, c);
      eachSum(tile, rows, width, (sum, _, vector) => {
        visit(sum, vector);
        if (4 * vector.lanes + vector.offset === 4 * width) f.increase(cPointer, p.cRow);
      });
    };
    f.if(
      p.accumulate,
      () => eachElement((sum, { lanes, offset }) => f.set(sum, loadLanes(cPointer, lanes, offset))),
      () => clearSums(f, tile, rows, width),
    );
    tile.rows.forEach((pointer, row) => f.set(pointer, row === 0 ? a : i32.add(tile.rows[row - 1] ?? 0, p.aStride)));
    f.set(tile.b, p.b);
    addTerms(f, tile, { kInner, kOuter, aInner, aOuterRest, bRow }, { rows, width, isTransposed });
    eachElement((sum, { lanes, offset }) => storeLanes(f, cPointer, sum, lanes, offset));
  };
  for (const width of panelWidths) {
    f.while(i32.ge_u(p.n, width), () => {
      f.set(bRow, select('i32', p.bRow, p.bRow, 4 * width));
      f.set(a, p.a);
      f.set(c, p.c);
      f.set(rowsLeft, p.m);
      f.while(i32.ge_u(rowsLeft, tileRows), () => {
        writeTile(tileRows, width);
        f.increase(a, isTransposed ? 4 * tileRows : i32.mul(p.aStride, tileRows));
        f.increase(c, i32.mul(p.cRow, tileRows));
        f.increase(rowsLeft, -tileRows);
      });
      for (let rows = 1; rows < tileRows; rows++) f.if(i32.eq(rowsLeft, rows), () => writeTile(rows, width));
      f.increase(p.b, select('i32', p.bRow, 4 * width, i32.mul(panelBytes, width)));
      f.increase(p.c, 4 * width);
      f.increase(p.n, -width);
    });
  }
}
