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
import { f32x4, i32, select, v128 } from '../../assembler/operators.js';
import { type Division, type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { loadLanes, type PartialVector, storeLanes, vectorsOf } from '../partial-vector.js';

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

/** Rows of a full tile: 4 by 8 accumulators, two vectors of B, one of A and a product fit 16 registers. */
const tileRows = 4;

/** Widths of the column panels that C is cut into, widest first: at most one of each narrow one occurs. */
export const panelWidths: readonly number[] = [8, 4, 3, 2, 1];

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

/** Threads take rows of C, in whole tiles. */
function byRows(aRow: (p: ParameterLocals<Product>) => Operand<'i32'>): Division<Product> {
  return { count: 'm', multiple: tileRows, advance: (p) => ({ a: aRow(p), c: p.cRow }) };
}

function writeProduct(f: FunctionBuilder, p: ParameterLocals<Product>, isTransposed: boolean): void {
  const terms = f.local('i32', i32.mul(p.kInner, p.kOuter));
  const rowsLeft = f.local('i32');
  const tile: Tile = {
    isTransposed,
    a: f.local('i32'),
    c: f.local('i32'),
    aOuterRest: f.local('i32', i32.sub(p.aOuter, i32.mul(p.kInner, isTransposed ? p.aStride : 4))),
    bRow: f.local('i32'),
    rowPointers: Array.from({ length: isTransposed ? 1 : tileRows }, () => f.local('i32')),
    bPointer: f.local('i32'),
    inner: f.local('i32'),
    outer: f.local('i32'),
    sums: Array.from({ length: tileRows * 2 }, () => f.local('v128')),
    bVectors: [f.local('v128'), f.local('v128')],
    aVector: f.local('v128'),
  };
  for (const width of panelWidths) {
    f.while(i32.ge_u(p.n, width), () => {
      f.set(tile.bRow, select('i32', p.bRow, p.bRow, 4 * width));
      f.set(tile.a, p.a);
      f.set(tile.c, p.c);
      f.set(rowsLeft, p.m);
      f.while(i32.ge_u(rowsLeft, tileRows), () => {
        writeTile(f, p, tile, tileRows, width);
        f.increase(tile.a, isTransposed ? 4 * tileRows : i32.mul(p.aStride, tileRows));
        f.increase(tile.c, i32.mul(p.cRow, tileRows));
        f.increase(rowsLeft, -tileRows);
      });
      for (let rows = 1; rows < tileRows; rows++) {
        f.if(i32.eq(rowsLeft, rows), () => writeTile(f, p, tile, rows, width));
      }
      f.increase(p.b, select('i32', p.bRow, 4 * width, i32.mul(terms, 4 * width)));
      f.increase(p.c, 4 * width);
      f.increase(p.n, -width);
    });
  }
}

/** The variables that all tiles share. */
interface Tile {
  readonly isTransposed: boolean;
  readonly a: Local<'i32'>;
  readonly c: Local<'i32'>;
  readonly aOuterRest: Local<'i32'>;
  readonly bRow: Local<'i32'>;
  readonly rowPointers: readonly Local<'i32'>[];
  readonly bPointer: Local<'i32'>;
  readonly inner: Local<'i32'>;
  readonly outer: Local<'i32'>;
  readonly sums: readonly Local<'v128'>[];
  readonly bVectors: readonly Local<'v128'>[];
  readonly aVector: Local<'v128'>;
}

/** One tile of `rows` times `width` elements of C. */
function writeTile(f: FunctionBuilder, p: ParameterLocals<Product>, tile: Tile, rows: number, width: number): void {
  const { isTransposed, bPointer, aVector } = tile;
  const vectors = vectorsOf(width);
  const pointers = tile.rowPointers.slice(0, rows);
  const cPointer = tile.outer; // free before and after the loops
  const sumAt = (row: number, vector: number): Local<'v128'> =>
    tile.sums[row * vectors.length + vector] as Local<'v128'>;
  const eachSum = (visit: (sum: Local<'v128'>, vector: PartialVector) => void): void => {
    f.set(cPointer, tile.c);
    for (let row = 0; row < rows; row++) {
      vectors.forEach((vector, index) => visit(sumAt(row, index), vector));
      f.increase(cPointer, p.cRow);
    }
  };
  f.if(
    p.accumulate,
    () => eachSum((sum, { lanes, offset }) => f.set(sum, loadLanes(cPointer, lanes, offset))),
    () => eachSum((sum) => f.set(sum, f32x4.const([0, 0, 0, 0]))),
  );
  pointers.forEach((pointer, row) => f.set(pointer, row === 0 ? tile.a : i32.add(pointers[row - 1] ?? 0, p.aStride)));
  f.set(bPointer, p.b);
  f.set(tile.outer, p.kOuter);
  f.doWhile(() => {
    f.set(tile.inner, p.kInner);
    f.doWhile(() => {
      const bVectors = tile.bVectors.slice(0, vectors.length);
      vectors.forEach(({ lanes, offset }, index) =>
        f.set(bVectors[index] as Local<'v128'>, loadLanes(bPointer, lanes, offset)),
      );
      for (let row = 0; row < rows; row++) {
        const pointer = isTransposed ? pointers[0] : pointers[row];
        f.set(aVector, v128.load32_splat(pointer as Local<'i32'>, isTransposed ? 4 * row : 0));
        bVectors.forEach((b, index) => f.set(sumAt(row, index), f.multiplyAdd(aVector, b, sumAt(row, index))));
      }
      for (const pointer of pointers) f.increase(pointer, isTransposed ? p.aStride : 4);
      f.increase(bPointer, tile.bRow);
      f.increase(tile.inner, -1);
    }, tile.inner);
    for (const pointer of pointers) f.increase(pointer, tile.aOuterRest);
    f.increase(tile.outer, -1);
  }, tile.outer);
  eachSum((sum, { lanes, offset }) => storeLanes(f, cPointer, sum, lanes, offset));
}
