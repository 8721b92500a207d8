/** Products of float32 matrices in all four transposed forms, in blocks that fit the caches, on all threads. */
import type { Transposition } from '@isograd/core';
import type { Runtime } from '../../runtime.js';
import type { Arguments, WasmFunction } from '../../wasm-function.js';
import { movesWorthSharing, productsWorthSharing } from '../worth-sharing.js';
import { matrixProduct, productsByColumns, transposedMatrixProduct } from './matrix-product.js';
import { packPanels, packTransposedPanels } from './pack-panels.js';
import { rowProduct } from './row-product.js';

/** The functions that these products run. */
export const blockedProductFunctions: readonly WasmFunction[] = [
  matrixProduct,
  transposedMatrixProduct,
  ...Object.values(productsByColumns),
  packPanels,
  packTransposedPanels,
  rowProduct,
];

/** Addresses of the matrices of one product, A `[m, k]`, B `[k, n]` and C `[m, n]`, and its sizes. */
export interface Place {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Products of the same sizes, and how far the matrices of one lie from those of the next, in elements. */
export interface Repetition {
  readonly count: number;
  readonly aStep: number;
  readonly bStep: number;
}

/** Terms that are summed before the next block begins, or about as many: one panel of B then stays in the first-level cache. */
const termsPerBlock = 384;
/** Rows per block and thread: the block of A then stays in the second-level cache while the panels of B pass by. */
const rowsPerBlock = 240;
/** Rows of A up to which B, not the arithmetic, sets the pace. */
const fewRows = 3;
/** Columns from which this holds for more rows: the next row of B lies so far away that tiles miss the caches. */
const wide = 512;
/** Rows of A from which packing an untransposed B pays. */
const rowsWorthPacking = 64;

/** One product, block by block; a large one on all threads, which take what there is more of, rows or columns. */
export function multiply(runtime: Runtime, place: Place, transposition: Transposition): void {
  const { a, b, c, m, n, k } = place;
  if (m === 0 || n === 0) return;
  if (k === 0) {
    runtime.fill(c, 4 * m * n);
    return;
  }
  if (isByRows(place, transposition)) {
    runtime.runParallel(rowProduct, { a, b, c, m, n, k }, productsWorthSharing / (n * k));
    return;
  }
  const isByColumns = runtime.threads > 1 && m < n;
  const ofRows = transposition.transposeA ? transposedMatrixProduct : matrixProduct;
  const product = isByColumns ? productsByColumns[ofRows.name as keyof typeof productsByColumns] : ofRows;
  const blocks = Math.ceil(m / (isByColumns ? rowsPerBlock : rowsPerBlock * runtime.threads));
  const blockRows = roundUp(m / blocks, ofRows.division.multiple);
  const multiplyBlocks = (panels?: number): void => {
    const step = blockTerms(k);
    for (let firstTerm = 0; firstTerm < k; firstTerm += step) {
      const terms = Math.min(step, k - firstTerm);
      if (panels !== undefined) {
        const pack = transposition.transposeB ? packTransposedPanels : packPanels;
        runtime.runParallel(pack, packing(place, transposition, panels, firstTerm), movesWorthSharing / terms);
      }
      for (let firstRow = 0; firstRow < m; firstRow += blockRows) {
        const block = blockAt(place, transposition, panels, firstTerm, firstRow, blockRows);
        runtime.runParallel(product, block, productsWorthSharing / ((isByColumns ? block.m : n) * terms));
      }
    }
  };
  if (isPacked(m, transposition)) runtime.withScratch(4 * n * blockTerms(k), multiplyBlocks);
  else multiplyBlocks();
}

/**
 * Products that are too small to be divided, but many: whole ones are shared among the threads. They are computed as
 * `multiply` computes each.
 *
 * @returns false when these products are other ones, and nothing was done.
 */
export function multiplyTogether(
  runtime: Runtime,
  first: Place,
  { count, aStep, bStep }: Repetition,
  transposition: Transposition,
): boolean {
  const { m, n, k } = first;
  const work = m * n * k;
  if (runtime.threads === 1 || count * work < 2 * productsWorthSharing || work >= 2 * productsWorthSharing)
    return false;
  if (m > rowsPerBlock || k > termsPerBlock || isByRows(first, transposition)) return false;
  const product = transposition.transposeA ? transposedMatrixProduct : matrixProduct;
  const steps = { a: 4 * aStep, b: 4 * bStep, c: 4 * m * n };
  const multiplyAll = (panels?: number): void => {
    if (panels !== undefined) {
      const pack = transposition.transposeB ? packTransposedPanels : packPanels;
      const panelSteps = { source: 4 * bStep, panels: 4 * bStep };
      const packed = bStep === 0 ? 1 : count;
      runtime.repeatParallel(
        pack,
        packing(first, transposition, panels, 0),
        panelSteps,
        packed,
        movesWorthSharing / (k * n),
      );
    }
    const values = blockAt(first, transposition, panels, 0, 0, m);
    runtime.repeatParallel(product, values, steps, count, productsWorthSharing / work);
  };
  const packedElements = n * k + (count - 1) * bStep;
  if (isPacked(m, transposition)) runtime.withScratch(4 * packedElements, multiplyAll);
  else multiplyAll();
  return true;
}

/** Whether B is rewritten as panels before it is multiplied. */
const isPacked = (m: number, { transposeB }: Transposition): boolean => transposeB || m >= rowsWorthPacking;

/** Whether B is read as it lies, for all rows of A. */
const isByRows = ({ m, n }: Place, { transposeA, transposeB }: Transposition): boolean =>
  (m <= fewRows || (n >= wide && m < rowsWorthPacking)) && !transposeB && (m === 1 || !transposeA);

/** Terms of a block: blocks are even, since one of few terms takes the results through memory for little. */
function blockTerms(k: number): number {
  return Math.ceil(k / Math.max(1, Math.round(k / termsPerBlock)));
}

/** The values of the packing of the terms from `firstTerm`, as many as a block has. */
function packing(
  { b, n, k }: Place,
  { transposeB }: Transposition,
  panels: number,
  firstTerm: number,
): Arguments<(typeof packPanels)['parameters']> {
  const terms = Math.min(blockTerms(k), k - firstTerm);
  return {
    source: b + 4 * firstTerm * (transposeB ? 1 : n),
    sourceRow: 4 * (transposeB ? k : n),
    panels,
    firstTerm: 0,
    terms,
    k: terms,
    n,
  };
}

/** The values of the product of the rows from `firstRow`, at most `blockRows`, with those terms. */
function blockAt(
  { a, b, c, m, n, k }: Place,
  { transposeA }: Transposition,
  panels: number | undefined,
  firstTerm: number,
  firstRow: number,
  blockRows: number,
): Arguments<(typeof matrixProduct)['parameters']> {
  return {
    a: a + 4 * (transposeA ? firstTerm * m + firstRow : firstRow * k + firstTerm),
    aStride: 4 * (transposeA ? m : k),
    aOuter: 0,
    b: panels ?? b + 4 * firstTerm * n,
    bRow: panels === undefined ? 4 * n : 0,
    c: c + 4 * firstRow * n,
    cRow: 4 * n,
    m: Math.min(blockRows, m - firstRow),
    n,
    kInner: Math.min(blockTerms(k), k - firstTerm),
    kOuter: 1,
    accumulate: firstTerm > 0 ? 1 : 0,
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
