/**
 * The channel multiplier of a depthwise convolution as a change of layout: with each input channel repeated
 * as often as it has filters, or the gradients of these copies summed, the multiplier is 1.
 */
import { f32 } from '../../assembler/operators.js';
import type { Runtime } from '../../runtime.js';
import {
  type Arguments,
  type Division,
  type ParallelFunction,
  parallelFunction,
  type WasmFunction,
} from '../../wasm-function.js';
import { copyRows } from '../copy-rows.js';
import { runOnImages } from '../run-on-images.js';

const parameters = {
  from: 'i32',
  fromRow: 'i32',
  to: 'i32',
  toRow: 'i32',
  rows: 'i32',
  /** Elements of a row, counted without the copies. */
  columns: 'i32',
  multiplier: 'i32',
} as const;

type Layout = Arguments<typeof parameters>;

const byRows: Division<typeof parameters> = {
  count: 'rows',
  multiple: 1,
  advance: ({ fromRow, toRow }) => ({ from: fromRow, to: toRow }),
};

const repeatElements = parallelFunction('repeatElements', parameters, byRows, (f, p) => {
  const source = f.local('i32');
  const target = f.local('i32');
  f.repeat(p.rows, () => {
    f.set(source, p.from);
    f.set(target, p.to);
    f.repeat(p.columns, () => {
      f.repeat(p.multiplier, () => {
        f.store('f32.store', target, f32.load(source));
        f.increase(target, 4);
      });
      f.increase(source, 4);
    });
    f.increase(p.from, p.fromRow);
    f.increase(p.to, p.toRow);
  });
});

const sumElements = parallelFunction('sumElements', parameters, byRows, (f, p) => {
  const source = f.local('i32');
  const target = f.local('i32');
  const sum = f.local('f32');
  f.repeat(p.rows, () => {
    f.set(source, p.from);
    f.set(target, p.to);
    f.repeat(p.columns, () => {
      f.set(sum, 0);
      f.repeat(p.multiplier, () => {
        f.set(sum, f32.add(sum, f32.load(source)));
        f.increase(source, 4);
      });
      f.store('f32.store', target, sum);
      f.increase(target, 4);
    });
    f.increase(p.from, p.fromRow);
    f.increase(p.to, p.toRow);
  });
});

/** Functions that this file runs. */
export const channelMultiplierFunctions: readonly WasmFunction[] = [copyRows, repeatElements, sumElements];

/** Images of one layout, and how far one lies from the next, in bytes. */
interface Batch {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Writes each element of each row `multiplier` times. */
export function repeatChannels(runtime: Runtime, layout: Layout, batch: Batch): void {
  eachImage(runtime, repeatElements, layout, batch);
}

/** Writes the sum of each `multiplier` elements of each row. */
export function sumChannels(runtime: Runtime, layout: Layout, batch: Batch): void {
  eachImage(runtime, sumElements, layout, batch);
}

function eachImage(
  runtime: Runtime,
  fn: ParallelFunction<typeof parameters>,
  layout: Layout,
  { count, from, to }: Batch,
): void {
  const { from: first, fromRow, to: target, toRow, rows, columns, multiplier } = layout;
  const images = { count, steps: { from, to }, size: rows * columns * multiplier };
  if (multiplier > 1) runOnImages(runtime, fn, layout, images);
  else runOnImages(runtime, copyRows, { from: first, fromRow, to: target, toRow, rows, rowBytes: 4 * columns }, images);
}
