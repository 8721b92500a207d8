/** Rows of tables by their index, and its transpose: sums of rows by their segment. */
import { type ElementBytes, instruction, type Place, placeWords } from './instruction.js';

/** `out[table, i] = tables[table, indices[i]]`; a row of zeros where an index names none. */
export interface Gather {
  readonly elementBytes: ElementBytes;
  readonly tables: number;
  /** Rows of each table. */
  readonly tableRows: number;
  readonly indexCount: number;
  readonly rowSize: number;
  /** [tables, tableRows, rowSize] */
  readonly table: Place;
  /** int32 [indexCount]: whoever wants an error for those that name no row looks at them before. */
  readonly indices: Place;
  /** [tables, indexCount, rowSize] */
  readonly out: Place;
}

/** `out[segment] = Σ x[row]` of the rows of the segment, in their order; rows of no segment are left out. */
export interface SegmentSum {
  /** int32 wraps around. */
  readonly dtype: 'float32' | 'int32';
  readonly rows: number;
  readonly rowSize: number;
  readonly segmentCount: number;
  /** [rows, rowSize] */
  readonly x: Place;
  /** int32 [rows] */
  readonly segments: Place;
  /** [segmentCount, rowSize] */
  readonly out: Place;
}

/** The words of a look-up. */
export function gatherWords(gather: Gather): number[] {
  const { elementBytes, tables, tableRows, indexCount, rowSize, table, indices, out } = gather;
  const sizes = [elementBytes, tables, tableRows, indexCount, rowSize];
  return instruction('gather', [...sizes, ...[table, indices, out].flatMap(placeWords)]);
}

/** The words of sums by segment. */
export function segmentSumWords({ dtype, rows, rowSize, segmentCount, x, segments, out }: SegmentSum): number[] {
  const sizes = [Number(dtype === 'int32'), rows, rowSize, segmentCount];
  return instruction('segmentSum', [...sizes, ...[x, segments, out].flatMap(placeWords)]);
}
