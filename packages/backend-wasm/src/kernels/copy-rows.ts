/** Copies a block of rows from one matrix into another: how images get and lose a border. */
import { type ParallelFunction, parallelFunction } from '../wasm-function.js';

const parameters = {
  from: 'i32',
  fromRow: 'i32',
  to: 'i32',
  toRow: 'i32',
  rows: 'i32',
  rowBytes: 'i32',
} as const;

export const copyRows: ParallelFunction<typeof parameters> = parallelFunction(
  'copyRows',
  parameters,
  { count: 'rows', multiple: 1, advance: ({ fromRow, toRow }) => ({ from: fromRow, to: toRow }) },
  (f, { from, fromRow, to, toRow, rows, rowBytes }) => {
    f.repeat(rows, () => {
      f.copyMemory(to, from, rowBytes);
      f.increase(from, fromRow);
      f.increase(to, toRow);
    });
  },
);
