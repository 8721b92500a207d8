/** Products of matrices in batches, in all four transposed forms. */
import { describeTensor, type Shape, sizeOf } from '@isograd/core';
import { BatchMatMul, broadcast_util, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { kernelCaseMissing, matrixShapesDiffer, notMatrices } from '../messages.js';
import type { Runtime } from '../runtime.js';
import type { Arguments } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { integerProduct } from './matrix/integer-product.js';
import { matrixProduct, transposedMatrixProduct } from './matrix/matrix-product.js';
import { packPanels, packTransposedPanels } from './matrix/pack-panels.js';
import { rowProduct } from './matrix/row-product.js';

interface Inputs {
  /** float32 or int32 `[..., m, k]`, or `[..., k, m]` when transposed. */
  readonly a: TensorInfo;
  /** `[..., k, n]`, or `[..., n, k]` when transposed; of the dtype of `a`. */
  readonly b: TensorInfo;
}

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Terms that are summed before the next block begins: one panel of B then stays in the first-level cache. */
const termsPerBlock = 384;
/** Rows per block and thread: the block of A then stays in the second-level cache while the panels of B pass by. */
const rowsPerBlock = 240;
/** Rows of A up to which each is multiplied on its own: B, not the arithmetic, then sets the pace. */
const fewRows = 3;
/** Rows of A from which packing an untransposed B pays. */
const rowsWorthPacking = 96;
/** Products of two elements, and elements moved, that take a thread about ten microseconds. */
const productWorthSharing = 2 ** 18;
const moveWorthSharing = 2 ** 15;

/** The kernel `BatchMatMul`; the leading axes broadcast. */
export const batchMatMulKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: BatchMatMul,
  functions: [matrixProduct, transposedMatrixProduct, packPanels, packTransposedPanels, rowProduct, integerProduct],
  compute(runtime, { a, b }, attributes) {
    const { dtype } = a;
    if ((dtype !== 'float32' && dtype !== 'int32') || b.dtype !== dtype) {
      const received = `${describeTensor(a)} and ${describeTensor(b)}`;
      throw kernelCaseMissing(BatchMatMul, received, 'two matrices of float32 or of int32');
    }
    const batches = batchesOf(a, b, attributes);
    if (dtype === 'int32') return multiplyIntegers(runtime, { a, b }, attributes, batches);
    const out = runtime.output(batches.outShape, 'float32');
    const { m, n, k } = batches;
    const first = { a: runtime.address(a), b: runtime.address(b), c: runtime.address(out), m, n, k };
    if (multiplyTogether(runtime, first, batches, attributes)) return out;
    eachProduct(runtime, { a, b, out }, batches, (place) => multiply(runtime, place, attributes));
    return out;
  },
};

/** The sizes of all products, and which matrices meet in each. */
interface Batches {
  readonly outShape: Shape;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly count: number;
  readonly aStep: number | undefined;
  readonly bStep: number | undefined;
  aIndex(index: number): number;
  bIndex(index: number): number;
}

function batchesOf(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Attributes): Batches {
  if (Math.min(a.shape.length, b.shape.length) < 2) throw notMatrices(a, b);
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [kOfB, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (k !== kOfB) throw matrixShapesDiffer(a, b, k, kOfB);
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  return {
    outShape: [...batch, m, n],
    m,
    n,
    k,
    count: sizeOf(batch),
    aStep: stepOf(aBatch, sizeOf(batch), m * k),
    bStep: stepOf(bBatch, sizeOf(batch), k * n),
    aIndex: broadcastIndex(aBatch, batch),
    bIndex: broadcastIndex(bBatch, batch),
  };
}

/** Addresses of the matrices of one product, and its sizes. */
interface Place {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

function eachProduct(
  runtime: Runtime,
  { a, b, out }: Inputs & { readonly out: TensorInfo },
  { m, n, k, count, aIndex, bIndex }: Batches,
  multiplyAt: (place: Place) => void,
): void {
  for (let index = 0; index < count; index++) {
    multiplyAt({
      a: runtime.address(a) + 4 * m * k * aIndex(index),
      b: runtime.address(b) + 4 * k * n * bIndex(index),
      c: runtime.address(out) + 4 * m * n * index,
      m,
      n,
      k,
    });
  }
}

/** Turns a transposed B first: the product reads its rows. */
function multiplyIntegers(runtime: Runtime, inputs: Inputs, attributes: Attributes, batches: Batches): TensorInfo {
  const { a, b } = inputs;
  if (attributes.transposeB) {
    const axes = b.shape.map((_, axis) => axis);
    const turned = runtime.call(Transpose, { x: b }, { perm: [...axes.slice(0, -2), ...axes.slice(-2).toReversed()] });
    const out = multiplyIntegers(runtime, { a, b: turned }, { ...attributes, transposeB: false }, batches);
    runtime.dispose(turned);
    return out;
  }
  const [aRow, aTerm] = attributes.transposeA ? [4, 4 * batches.m] : [4 * batches.k, 4];
  const out = runtime.output(batches.outShape, 'int32');
  eachProduct(runtime, { a, b, out }, batches, (place) => runtime.run(integerProduct, { ...place, aRow, aTerm }));
  return out;
}

/** Whether B is rewritten as panels before it is multiplied. */
const isPacked = (m: number, { transposeB }: Attributes): boolean => transposeB || m >= rowsWorthPacking;

/** Whether the rows of A are multiplied one by one. */
const isByRows = (m: number, { transposeA, transposeB }: Attributes): boolean =>
  m <= fewRows && !transposeB && (m === 1 || !transposeA);

/** One product, block by block. */
function multiply(runtime: Runtime, place: Place, attributes: Attributes): void {
  const { a, b, c, m, n, k } = place;
  if (m === 0 || n === 0) return;
  if (k === 0) {
    runtime.fill(c, 4 * m * n);
    return;
  }
  if (isByRows(m, attributes)) {
    for (let row = 0; row < m; row++) runtime.run(rowProduct, { a: a + 4 * row * k, b, c: c + 4 * row * n, n, k });
    return;
  }
  const product = attributes.transposeA ? transposedMatrixProduct : matrixProduct;
  const blocks = Math.ceil(m / (rowsPerBlock * runtime.threads));
  const blockRows = roundUp(m / blocks, product.division.multiple);
  const multiplyBlocks = (panels?: number): void => {
    for (let firstTerm = 0; firstTerm < k; firstTerm += termsPerBlock) {
      const terms = Math.min(termsPerBlock, k - firstTerm);
      if (panels !== undefined) {
        const pack = attributes.transposeB ? packTransposedPanels : packPanels;
        runtime.runParallel(pack, packing(place, attributes, panels, firstTerm), moveWorthSharing / terms);
      }
      for (let firstRow = 0; firstRow < m; firstRow += blockRows) {
        const block = blockAt(place, attributes, panels, firstTerm, firstRow);
        const rows = Math.min(blockRows, m - firstRow);
        runtime.runParallel(product, { ...block, m: rows }, productWorthSharing / (n * terms));
      }
    }
  };
  if (isPacked(m, attributes)) runtime.withScratch(4 * n * Math.min(k, termsPerBlock), multiplyBlocks);
  else multiplyBlocks();
}

/** The values of the packing of the terms from `firstTerm`, at most `termsPerBlock`. */
function packing(
  { b, n, k }: Place,
  { transposeB }: Attributes,
  panels: number,
  firstTerm: number,
): Arguments<(typeof packPanels)['parameters']> {
  const terms = Math.min(termsPerBlock, k - firstTerm);
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

/** The values of the product of the rows from `firstRow` with those terms, of all rows that are left. */
function blockAt(
  { a, b, c, m, n, k }: Place,
  { transposeA }: Attributes,
  panels: number | undefined,
  firstTerm: number,
  firstRow: number,
): Arguments<(typeof matrixProduct)['parameters']> {
  return {
    a: a + 4 * (transposeA ? firstTerm * m + firstRow : firstRow * k + firstTerm),
    aStride: 4 * (transposeA ? m : k),
    aOuter: 0,
    b: panels ?? b + 4 * firstTerm * n,
    bRow: panels === undefined ? 4 * n : 0,
    c: c + 4 * firstRow * n,
    cRow: 4 * n,
    m: m - firstRow,
    n,
    kInner: Math.min(termsPerBlock, k - firstTerm),
    kOuter: 1,
    accumulate: firstTerm > 0 ? 1 : 0,
  };
}

/**
 * Products that are too small to be divided, but many: whole ones are shared among the threads. They are computed as
 * `multiply` computes each.
 *
 * @returns false when these products are other ones, and nothing was done.
 */
function multiplyTogether(runtime: Runtime, first: Place, batches: Batches, attributes: Attributes): boolean {
  const { m, n, k } = first;
  const { count, aStep, bStep } = batches;
  const work = m * n * k;
  if (runtime.threads === 1 || count * work < 2 * productWorthSharing || work >= 2 * productWorthSharing) return false;
  if (m > rowsPerBlock || k > termsPerBlock || isByRows(m, attributes)) return false;
  if (aStep === undefined || bStep === undefined) return false;
  const product = attributes.transposeA ? transposedMatrixProduct : matrixProduct;
  const steps = { a: 4 * aStep, b: 4 * bStep, c: 4 * m * n };
  const multiplyAll = (panels?: number): void => {
    if (panels !== undefined) {
      const pack = attributes.transposeB ? packTransposedPanels : packPanels;
      const panelSteps = { source: 4 * bStep, panels: 4 * bStep };
      const packed = bStep === 0 ? 1 : count;
      runtime.repeatParallel(
        pack,
        packing(first, attributes, panels, 0),
        panelSteps,
        packed,
        moveWorthSharing / (k * n),
      );
    }
    const values = blockAt(first, attributes, panels, 0, 0);
    runtime.repeatParallel(product, values, steps, count, productWorthSharing / work);
  };
  const packedElements = n * k + (count - 1) * bStep;
  if (isPacked(m, attributes)) runtime.withScratch(4 * packedElements, multiplyAll);
  else multiplyAll();
  return true;
}

/** From a matrix to that of the next product, in elements; undefined where the distance varies. */
function stepOf(batch: Shape, count: number, size: number): number | undefined {
  const matrices = sizeOf(batch);
  if (matrices === count) return size;
  return matrices === 1 ? 0 : undefined;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** From the index of an output matrix to that of the input matrix that is broadcast there. */
function broadcastIndex(from: Shape, to: Shape): (index: number) => number {
  if (sizeOf(from) === sizeOf(to)) return (index) => index;
  return (index) => {
    let rest = index;
    let result = 0;
    let stride = 1;
    for (let axis = 1; axis <= from.length; axis++) {
      const size = to[to.length - axis] ?? 1;
      const fromSize = from[from.length - axis] ?? 1;
      if (fromSize > 1) result += (rest % size) * stride;
      stride *= fromSize;
      rest = Math.floor(rest / size);
    }
    return result;
  };
}
