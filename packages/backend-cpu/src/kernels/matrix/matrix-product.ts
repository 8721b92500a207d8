/**
 * The product of two matrices, summed in float64 and rounded once.
 *
 * Both factors are copied into panels of four rows or columns, so that the inner loop reads eight neighbouring
 * doubles, multiplies each of one four with each of the other and keeps the sixteen sums in registers.
 */
import type { HostData } from '@isograd/core';

/** Host arrays that a product reads from and adds to. */
export type Numbers = HostData | Float64Array;

/** A matrix in host memory: element [i, j] lies at `offset + i * rowStride + j * columnStride`. */
export interface Matrix {
  readonly values: Numbers;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Sizes of a product of `[m, k]` and `[k, n]`. */
export interface ProductSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Rows or columns of a panel. */
const lanes = 4;
/** Elements of the second factor that are packed at a time: 1 MiB, which stays in the second-level cache. */
const packedElements = 2 ** 17;

/** A matrix whose rows lie one behind the other. */
export function rowMajor(values: Numbers, columns: number, offset = 0): Matrix {
  return { values, offset, rowStride: columns, columnStride: 1 };
}

/** The same elements with rows and columns exchanged. */
export function transposed({ values, offset, rowStride, columnStride }: Matrix): Matrix {
  return { values, offset, rowStride: columnStride, columnStride: rowStride };
}

/** c += a b */
export function addProduct(a: Matrix, b: Matrix, c: Matrix, { m, n, k }: ProductSizes): void {
  const columnsAtOnce = Math.min(n, lanes * Math.max(1, Math.floor(packedElements / (lanes * k + 1))));
  const rowPanel = new Float64Array(lanes * k);
  const columnPanels = new Float64Array(Math.ceil(columnsAtOnce / lanes) * lanes * k);
  const tile = new Float64Array(lanes * lanes);
  for (let first = 0; first < n; first += columnsAtOnce) {
    const columns = Math.min(columnsAtOnce, n - first);
    for (let column = 0; column < columns; column += lanes) {
      packPanel(columnPanels, column * k, transposed(b), first + column, Math.min(lanes, columns - column), k);
    }
    for (let row = 0; row < m; row += lanes) {
      const rows = Math.min(lanes, m - row);
      packPanel(rowPanel, 0, a, row, rows, k);
      for (let column = 0; column < columns; column += lanes) {
        multiplyPanels(rowPanel, columnPanels, column * k, tile);
        addTile(tile, c, row, first + column, rows, Math.min(lanes, columns - column));
      }
    }
  }
}

/** Copies `count` rows of `k` terms so that the terms of a column are neighbours; lanes beyond `count` are left. */
function packPanel(panel: Float64Array, at: number, source: Matrix, row: number, count: number, k: number): void {
  const { values, offset, rowStride, columnStride } = source;
  let from = offset + row * rowStride;
  const end = at + lanes * k;
  if (count === lanes) {
    for (let to = at; to < end; to += lanes) {
      panel[to] = values[from] as number;
      panel[to + 1] = values[from + rowStride] as number;
      panel[to + 2] = values[from + 2 * rowStride] as number;
      panel[to + 3] = values[from + 3 * rowStride] as number;
      from += columnStride;
    }
    return;
  }
  for (let to = at; to < end; to += lanes) {
    for (let lane = 0; lane < count; lane++) panel[to + lane] = values[from + lane * rowStride] as number;
    from += columnStride;
  }
}

/** tile[i, j] = Σ rows[k, i] columns[k, j] */
function multiplyPanels(rows: Float64Array, columns: Float64Array, at: number, tile: Float64Array): void {
  let t00 = 0;
  let t01 = 0;
  let t02 = 0;
  let t03 = 0;
  let t10 = 0;
  let t11 = 0;
  let t12 = 0;
  let t13 = 0;
  let t20 = 0;
  let t21 = 0;
  let t22 = 0;
  let t23 = 0;
  let t30 = 0;
  let t31 = 0;
  let t32 = 0;
  let t33 = 0;
  for (let index = 0; index < rows.length; index += lanes) {
    const a0 = rows[index] as number;
    const a1 = rows[index + 1] as number;
    const a2 = rows[index + 2] as number;
    const a3 = rows[index + 3] as number;
    const b0 = columns[at + index] as number;
    const b1 = columns[at + index + 1] as number;
    const b2 = columns[at + index + 2] as number;
    const b3 = columns[at + index + 3] as number;
    t00 += a0 * b0;
    t01 += a0 * b1;
    t02 += a0 * b2;
    t03 += a0 * b3;
    t10 += a1 * b0;
    t11 += a1 * b1;
    t12 += a1 * b2;
    t13 += a1 * b3;
    t20 += a2 * b0;
    t21 += a2 * b1;
    t22 += a2 * b2;
    t23 += a2 * b3;
    t30 += a3 * b0;
    t31 += a3 * b1;
    t32 += a3 * b2;
    t33 += a3 * b3;
  }
  tile[0] = t00;
  tile[1] = t01;
  tile[2] = t02;
  tile[3] = t03;
  tile[4] = t10;
  tile[5] = t11;
  tile[6] = t12;
  tile[7] = t13;
  tile[8] = t20;
  tile[9] = t21;
  tile[10] = t22;
  tile[11] = t23;
  tile[12] = t30;
  tile[13] = t31;
  tile[14] = t32;
  tile[15] = t33;
}

function addTile(tile: Float64Array, c: Matrix, row: number, column: number, rows: number, columns: number): void {
  const { values, offset, rowStride, columnStride } = c;
  for (let i = 0; i < rows; i++) {
    let to = offset + (row + i) * rowStride + column * columnStride;
    for (let j = 0; j < columns; j++, to += columnStride) {
      values[to] = (values[to] as number) + (tile[i * lanes + j] as number);
    }
  }
}
