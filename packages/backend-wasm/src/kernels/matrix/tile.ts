/**
 * The innermost loops of all matrix products: one tile of C, up to 4 by 8 elements, that stays in registers while k
 * runs over its outer and inner steps.
 *
 * Eight accumulators, two vectors of B, one of A and a product fit the 16 registers of x86.
 */
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32x4, v128 } from '../../assembler/operators.js';
import { loadLanes, type PartialVector, vectorsOf } from '../partial-vector.js';

/** Rows of a full tile. */
export const tileRows = 4;

/** Widths of the column panels that C is cut into, widest first: at most one of each narrow one occurs. */
export const panelWidths: readonly number[] = [8, 4, 3, 2, 1];

/** The variables that all tiles of a function share. */
export interface TileLocals {
  /** Where the first term of each row of A lies; only the first is used when the rows of A are contiguous. */
  readonly rows: readonly Local<'i32'>[];
  readonly b: Local<'i32'>;
  readonly inner: Local<'i32'>;
  readonly outer: Local<'i32'>;
  readonly sums: readonly Local<'v128'>[];
  readonly bVectors: readonly Local<'v128'>[];
  readonly aVector: Local<'v128'>;
}

/** How the terms of a product are laid out; sizes in bytes. */
export interface Terms {
  readonly kInner: Expression<'i32'>;
  readonly kOuter: Expression<'i32'>;
  /** From one inner step of A to the next: 4, or the distance of its rows when A is transposed. */
  readonly aInner: Expression<'i32'> | 4;
  /** From the end of the inner steps of A to the next outer step. */
  readonly aOuterRest: Expression<'i32'>;
  /** From one term of B to the next. */
  readonly bRow: Expression<'i32'>;
}

/** Declares the variables. */
export function tileLocals(f: FunctionBuilder): TileLocals {
  return {
    rows: Array.from({ length: tileRows }, () => f.local('i32')),
    b: f.local('i32'),
    inner: f.local('i32'),
    outer: f.local('i32'),
    sums: Array.from({ length: tileRows * 2 }, () => f.local('v128')),
    bVectors: [f.local('v128'), f.local('v128')],
    aVector: f.local('v128'),
  };
}

/** Visits the accumulators of a tile of `rows` by `width` elements, row by row. */
export function eachSum(
  { sums }: TileLocals,
  rows: number,
  width: number,
  visit: (sum: Local<'v128'>, row: number, vector: PartialVector) => void,
): void {
  const vectors = vectorsOf(width);
  for (let row = 0; row < rows; row++) {
    vectors.forEach((vector, index) => visit(sums[row * vectors.length + index] as Local<'v128'>, row, vector));
  }
}

/**
 * Adds all terms to the accumulators of a tile; the pointers of its rows and of B must be set, and move.
 *
 * @param isTransposed - Whether the rows of A are contiguous, so that the first pointer serves them all.
 */
export function addTerms(
  f: FunctionBuilder,
  tile: TileLocals,
  { kInner, kOuter, aInner, aOuterRest, bRow }: Terms,
  { rows, width, isTransposed }: { readonly rows: number; readonly width: number; readonly isTransposed: boolean },
): void {
  const { b, inner, outer, aVector } = tile;
  const vectors = vectorsOf(width);
  const bVectors = tile.bVectors.slice(0, vectors.length);
  const pointers = tile.rows.slice(0, isTransposed ? 1 : rows);
  f.set(outer, kOuter);
  f.doWhile(() => {
    f.set(inner, kInner);
    f.doWhile(() => {
      vectors.forEach(({ lanes, offset }, index) =>
        f.set(bVectors[index] as Local<'v128'>, loadLanes(b, lanes, offset)),
      );
      for (let row = 0; row < rows; row++) {
        const pointer = pointers[isTransposed ? 0 : row] as Local<'i32'>;
        f.set(aVector, v128.load32_splat(pointer, isTransposed ? 4 * row : 0));
        bVectors.forEach((vector, index) => {
          const sum = tile.sums[row * vectors.length + index] as Local<'v128'>;
          f.set(sum, f.multiplyAdd(aVector, vector, sum));
        });
      }
      for (const pointer of pointers) f.increase(pointer, aInner);
      f.increase(b, bRow);
      f.increase(inner, -1);
    }, inner);
    for (const pointer of pointers) f.increase(pointer, aOuterRest);
    f.increase(outer, -1);
  }, outer);
}

/** Sets all accumulators of a tile to zero. */
export function clearSums(f: FunctionBuilder, tile: TileLocals, rows: number, width: number): void {
  eachSum(tile, rows, width, (sum) => f.set(sum, f32x4.const([0, 0, 0, 0])));
}
