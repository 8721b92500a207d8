/** Reductions of float32 along neighbouring axes, where they lie: functions for those of rows, and of numbers in a row. */
import { type Shape, sizeOf } from '@isograd/core';
import type { Expression, Local } from '../assembler/expression.js';
import { f32, f32x4, i32, select } from '../assembler/operators.js';
import type { Runtime } from '../runtime.js';
import { type ParallelFunction, parallelFunction } from '../wasm-function.js';
import { movesWorthSharing } from './worth-sharing.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

/**
 * Numbers that are reduced before their result is joined to the total: rounding errors of sums grow with the length of
 * a block and the number of blocks, not with that of all numbers.
 *
 * @see N. J. Higham: "Accuracy and Stability of Numerical Algorithms" (2002), section 4.2
 */
const rowsPerBlock = 64;
const numbersPerBlock = 512;

/** What two numbers become, and what leaves every number as it is. */
export interface Fold {
  readonly neutral: number;
  readonly vectors: (a: Expression<'v128'>, b: Expression<'v128'>) => Expression<'v128'>;
  readonly scalars: (a: Expression<'f32'>, b: Expression<'f32'>) => Expression<'f32'>;
}

/** a + b */
export const addition: Fold = { neutral: 0, vectors: f32x4.add, scalars: f32.add };

/** `rowBytes` lead from a row to the next, in `x` and, from block to block, in `out`; of which `columns` are reduced. */
const rowParameters = { x: 'i32', out: 'i32', blocks: 'i32', rows: 'i32', columns: 'i32', rowBytes: 'i32' } as const;
const numberParameters = { x: 'i32', out: 'i32', rows: 'i32', length: 'i32' } as const;

/** Columns in a turn: threads get whole ones. */
const columnsAtOnce = 16;

/** out[b, c] = x[b, 0, c] ∘ x[b, 1, c] ∘ …, `x` being `[blocks, rows, columns]`; a column is a lane. */
export function foldRows(name: string, { neutral, vectors: fold }: Fold): ParallelFunction<typeof rowParameters> {
  const division = { count: 'columns', multiple: columnsAtOnce, advance: () => ({ x: 4, out: 4 }) } as const;
  return parallelFunction(name, rowParameters, division, (f, { x, out, blocks, rows, columns, rowBytes }) => {
    const [start, pointer, left, inBlock] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const parts = Array.from({ length: 4 }, () => f.local('v128'));
    const totals = Array.from({ length: 4 }, () => f.local('v128'));
    f.repeat(blocks, () => {
      eachGroup(f, columns, start, (vectors) => {
        const each = (visit: (part: Local<'v128'>, total: Local<'v128'>, index: number) => void): void =>
          vectors.forEach((_, index) => visit(parts[index] as Local<'v128'>, totals[index] as Local<'v128'>, index));
        each((_part, total) => f.set(total, f.splatF32(neutral)));
        f.set(pointer, i32.add(x, start));
        f.set(left, rows);
        f.while(left, () => {
          f.set(inBlock, select('i32', i32.lt_u(left, rowsPerBlock), left, rowsPerBlock));
          f.set(left, i32.sub(left, inBlock));
          each((part) => f.set(part, f.splatF32(neutral)));
          f.while(inBlock, () => {
            each((part, _total, index) => {
              const { lanes, offset } = vectors[index] as (typeof vectors)[number];
              f.set(part, fold(part, loadLanes(pointer, lanes, offset)));
            });
            f.increase(pointer, rowBytes);
            f.increase(inBlock, -1);
          });
          each((part, total) => f.set(total, fold(total, part)));
        });
        each((_part, total, index) => {
          const { lanes, offset } = vectors[index] as (typeof vectors)[number];
          storeLanes(f, i32.add(out, start), total, lanes, offset);
        });
      });
      f.increase(x, i32.mul(rowBytes, rows));
      f.increase(out, rowBytes);
    });
  });
}

/** out[r] = x[r, 0] ∘ x[r, 1] ∘ …, each row `length` contiguous numbers. */
export function foldNumbers(
  name: string,
  { neutral, vectors: fold, scalars }: Fold,
): ParallelFunction<typeof numberParameters> {
  const division = {
    count: 'rows',
    multiple: 1,
    advance: ({ length: of }: { readonly length: Local<'i32'> }) => ({ x: i32.shl(of, 2), out: 4 }),
  } as const;
  return parallelFunction(name, numberParameters, division, (f, { x, out, rows, length }) => {
    const [left, inBlock] = [f.local('i32'), f.local('i32')];
    const [first, second] = [f.local('v128'), f.local('v128')];
    const [part, total] = [f.local('f32'), f.local('f32')];
    f.repeat(rows, () => {
      f.set(total, neutral);
      f.set(left, length);
      f.while(left, () => {
        f.set(inBlock, select('i32', i32.lt_u(left, numbersPerBlock), left, numbersPerBlock));
        f.set(left, i32.sub(left, inBlock));
        f.set(first, f.splatF32(neutral));
        f.set(second, f.splatF32(neutral));
        f.while(i32.ge_u(inBlock, 8), () => {
          f.set(first, fold(first, loadLanes(x, 4)));
          f.set(second, fold(second, loadLanes(x, 4, 16)));
          f.increase(x, 32);
          f.increase(inBlock, -8);
        });
        f.set(first, fold(first, second));
        const lane = (index: number) => f32x4.extract_lane(first, index);
        f.set(part, scalars(scalars(lane(0), lane(1)), scalars(lane(2), lane(3))));
        f.while(inBlock, () => {
          f.set(part, scalars(part, f32.load(x)));
          f.increase(x, 4);
          f.increase(inBlock, -1);
        });
        f.set(total, scalars(total, part));
      });
      f.store('f32.store', out, total);
      f.increase(out, 4);
    });
  });
}

/** A tensor as `[blocks, rows, columns]`, of which the rows are reduced. */
export interface Layout {
  readonly blocks: number;
  readonly rows: number;
  readonly columns: number;
}

/** How axes lie that are reduced, or undefined where others lie between them; axes of one element are in nobody's way. */
export function layoutOf(shape: Shape, axes: readonly number[]): Layout | undefined {
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  const reduced = long.filter((axis) => axes.includes(axis));
  const [first = shape.length, last = shape.length - 1] = [reduced[0], reduced.at(-1)];
  if (long.some((axis) => axis > first && axis < last && !axes.includes(axis))) return undefined;
  return {
    blocks: sizeOf(shape.slice(0, first)),
    rows: sizeOf(shape.slice(first, last + 1)),
    columns: sizeOf(shape.slice(last + 1)),
  };
}

/** The two functions of a fold. */
export interface FoldFunctions {
  readonly rows: ReturnType<typeof foldRows>;
  readonly numbers: ReturnType<typeof foldNumbers>;
}

/** Reduces numbers that lie as a layout says from one address to another. */
export function runFold(
  runtime: Runtime,
  { rows: ofRows, numbers }: FoldFunctions,
  { blocks, rows, columns }: Layout,
  x: number,
  out: number,
): void {
  if (columns === 1) {
    runtime.runParallel(numbers, { x, out, rows: blocks, length: rows }, Math.ceil(movesWorthSharing / rows));
  } else {
    const grain = Math.ceil(movesWorthSharing / (blocks * rows));
    runtime.runParallel(ofRows, { x, out, blocks, rows, columns, rowBytes: 4 * columns }, grain);
  }
}
