/**
 * Rows of an output that lies plane by plane, the images of a batch or the slices of a volume, as units of work: a part
 * may begin and end in the middle of a plane.
 */
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { i32, select } from '../../assembler/operators.js';
import type { Division } from '../../wasm-function.js';

/** Parameters by which a function knows its rows. */
export const rowParameters = {
  /** Its first row, counted over all planes, and how many it has. */
  row: 'i32',
  rows: 'i32',
  /** Rows of a plane. */
  planeRows: 'i32',
} as const;

/** Threads take rows. */
export const byRows: Division<typeof rowParameters> = { count: 'rows', multiple: 1, advance: () => ({ row: 1 }) };

/** The rows as variables. */
export interface RowLocals {
  readonly row: Local<'i32'>;
  readonly rows: Local<'i32'>;
  readonly planeRows: Local<'i32'>;
}

/** Rows that follow each other in one plane. */
export interface RowBlock {
  readonly plane: Local<'i32'>;
  /** The first row, counted in its plane. */
  readonly first: Local<'i32'>;
  readonly rows: Local<'i32'>;
}

/** Visits the rows in blocks of at most `blockRows`; uses `row` and `rows` up. */
export function eachRowBlock(
  f: FunctionBuilder,
  { row, rows, planeRows }: RowLocals,
  blockRows: Expression<'i32'>,
  visit: (block: RowBlock) => void,
): void {
  const block = { plane: f.local('i32'), first: f.local('i32'), rows: f.local('i32') };
  f.while(rows, () => {
    f.set(block.plane, i32.div_u(row, planeRows));
    f.set(block.first, i32.sub(row, i32.mul(block.plane, planeRows)));
    f.set(block.rows, i32.sub(planeRows, block.first));
    for (const most of [rows, blockRows])
      f.set(block.rows, select('i32', i32.lt_u(block.rows, most), block.rows, most));
    visit(block);
    f.increase(row, block.rows);
    f.set(rows, i32.sub(rows, block.rows));
  });
}
