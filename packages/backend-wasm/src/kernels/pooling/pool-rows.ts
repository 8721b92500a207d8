/**
 * Forward pooling, one axis after the other: the rows that a row of windows covers become one row, in a border of
 * identities, and that is reduced along the width.
 *
 * So each element is met once a row of windows instead of once a window, no window is cut off at the sides, and the
 * first step fills its vectors whatever the number of channels.
 */
import type { VolumeInfo } from '@isograd/core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { f32, i32 } from '../../assembler/operators.js';
import { type Division, type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, type PartialVector, storeLanes } from '../partial-vector.js';
import { axesOf, clip, eachElementAlong, eachWindowAlong, imageSizes, windowParameters } from './windows.js';

const rowParameters = {
  x: 'i32',
  out: 'i32',
  /** For each image, scratch for a number for each column of the output, and for one row in its border. */
  scratch: 'i32',
  /** Columns of the row in its border, and how many of them come from the input. */
  rowColumns: 'i32',
  copiedColumns: 'i32',
} as const;

const parameters: typeof rowParameters & typeof windowParameters = { ...rowParameters, ...windowParameters };

/** The parameters of the functions that pool. */
export type PoolRows = ParallelFunction<typeof parameters>;

/** Variables of one vector of sums, or of whatever a reduction makes. */
export interface Accumulator {
  readonly value: Local<'v128'>;
  readonly extra: Local<'v128'>;
}

/** How the elements of a window become one. */
export interface Reduction {
  /** What changes nothing. */
  readonly identity: number;
  begin(f: FunctionBuilder, accumulator: Accumulator): void;
  /** @param next - To be computed once; `scratch` is a variable for that. */
  add(f: FunctionBuilder, accumulator: Accumulator, next: Expression<'v128'>, scratch: Local<'v128'>): void;
  /** Leaves the result in `value`. */
  end(f: FunctionBuilder, accumulator: Accumulator): void;
  /** Finishes an output, in `value`, of a window with `count` valid elements. */
  finish?(f: FunctionBuilder, accumulator: Accumulator, count: Expression<'f32'>): void;
}

/** Bytes of scratch that an image needs. */
export function scratchBytes({ outWidth, inChannels }: VolumeInfo, rowColumns: number): number {
  return 4 * (outWidth + rowColumns * inChannels);
}

const byImages: Division<typeof parameters> = {
  count: 'batch',
  multiple: 1,
  advance: (p) => {
    const { input, output } = imageSizes(p);
    return { x: input, out: output, scratch: i32.shl(i32.add(p.outWidth, i32.mul(p.rowColumns, p.channels)), 2) };
  },
};

/** Declares the function that pools by `reduction`. */
export function poolRows(name: string, reduction: Reduction): PoolRows {
  return parallelFunction(name, parameters, byImages, (f, p) => {
    const counts = p.scratch;
    const row = f.local('i32', i32.add(counts, i32.shl(p.outWidth, 2)));
    const accumulators = Array.from({ length: 4 }, () => ({ value: f.local('v128'), extra: f.local('v128') }));
    const scratch = f.local('v128');
    const [slices, rows, columns] = axesOf(f, p);
    const image = f.local('i32', p.x);
    const window = f.local('i32');
    const offset = f.local('i32');
    const [pointer, tap, out, count] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const rowsInWindow = f.local('f32');
    const copied = f.local('i32', i32.mul(p.copiedColumns, p.channels));
    const copiedTo = f.local('i32', i32.add(row, i32.mul(p.left, columns.bytes)));
    const windowStep = f.local('i32', i32.mul(p.strideWidth, columns.bytes));

    f.set(pointer, row);
    f.repeat(i32.mul(p.rowColumns, p.channels), () => {
      f.store('f32.store', pointer, reduction.identity);
      f.increase(pointer, 4);
    });
    f.set(count, counts);
    f.for(columns.out, 0, columns.outSize, () => {
      clip(f, columns);
      f.store('f32.store', count, f32.convert_i32_u(columns.count));
      f.increase(count, 4);
    });

    /** Reduces what `visit` leads to, and stores it at `to`. */
    const reduce = (
      vectors: readonly PartialVector[],
      to: Expression<'i32'>,
      visit: (add: (address: Local<'i32'>) => void) => void,
      finish?: Reduction['finish'],
    ): void => {
      const groups = vectors.map((vector, index) => ({
        ...vector,
        accumulator: accumulators[index] as Accumulator,
      }));
      for (const { accumulator } of groups) reduction.begin(f, accumulator);
      visit((address) => {
        for (const { accumulator, lanes, offset: at } of groups)
          reduction.add(f, accumulator, loadLanes(address, lanes, at), scratch);
      });
      for (const { accumulator, lanes, offset: at } of groups) {
        reduction.end(f, accumulator);
        finish?.(f, accumulator, f32.mul(rowsInWindow, f32.load(count)));
        storeLanes(f, to, accumulator.value, lanes, at);
      }
    };

    f.repeat(p.batch, () => {
      eachWindowAlong(f, [slices, rows], image, (start) => {
        f.set(window, start);
        f.set(rowsInWindow, f32.convert_i32_u(i32.mul(slices.count, rows.count)));
        eachGroup(f, copied, offset, (vectors) => {
          reduce(vectors, i32.add(copiedTo, offset), (add) =>
            eachElementAlong(f, [slices, rows], i32.add(window, offset), add),
          );
        });
        eachGroup(f, p.channels, offset, (vectors) => {
          f.set(pointer, i32.add(row, offset));
          f.set(out, i32.add(p.out, offset));
          f.set(count, counts);
          f.repeat(columns.outSize, () => {
            reduce(
              vectors,
              out,
              (add) => {
                f.set(tap, pointer);
                f.repeat(p.filterWidth, () => {
                  add(tap);
                  f.increase(tap, columns.bytes);
                });
              },
              reduction.finish,
            );
            f.increase(pointer, windowStep);
            f.increase(out, columns.bytes);
            f.increase(count, 4);
          });
        });
        f.increase(p.out, i32.mul(columns.outSize, columns.bytes));
      });
      f.increase(image, i32.mul(slices.size, slices.bytes));
    });
  });
}
