/** Products of matrices in batches, in all four transposed forms. */
import { describeTensor, type Shape, sizeOf } from '@isograd/core';
import { BatchMatMul, broadcast_util, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { kernelCaseMissing, matrixShapesDiffer, notMatrices } from '../messages.js';
import type { Runtime } from '../runtime.js';
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
/** Rows per block: the block of A then stays in the second-level cache while the panels of B pass by. */
const rowsPerBlock = 240;
/** Rows of A up to which B, not the arithmetic, sets the pace. */
const fewRows = 3;
/** Columns from which this holds for more rows: the next row of B lies so far away that tiles miss the caches. */
const wide = 512;
/** Rows of A from which packing an untransposed B pays. */
const rowsWorthPacking = 64;

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
  eachProduct(runtime, { a, b, out }, batches, (place) => runtime.run(integerProduct, { aRow, aTerm, ...place }));
  return out;
}

/** One product, block by block. */
function multiply(runtime: Runtime, { a, b, c, m, n, k }: Place, { transposeA, transposeB }: Attributes): void {
  if (m === 0 || n === 0) return;
  if (k === 0) {
    runtime.fill(c, 4 * m * n);
    return;
  }
  const isReadInRows = m <= fewRows || (n >= wide && m < rowsWorthPacking);
  if (isReadInRows && !transposeB && (m === 1 || !transposeA)) {
    runtime.run(rowProduct, { a, b, c, m, n, k });
    return;
  }
  const isPacked = transposeB || m >= rowsWorthPacking;
  const product = transposeA ? transposedMatrixProduct : matrixProduct;
  const multiplyBlocks = (panels: number): void => {
    for (let firstTerm = 0; firstTerm < k; firstTerm += termsPerBlock) {
      const terms = Math.min(termsPerBlock, k - firstTerm);
      if (isPacked) {
        runtime.run(transposeB ? packTransposedPanels : packPanels, {
          source: b + 4 * firstTerm * (transposeB ? 1 : n),
          sourceRow: 4 * (transposeB ? k : n),
          panels,
          firstTerm: 0,
          terms,
          k: terms,
          n,
        });
      }
      for (let firstRow = 0; firstRow < m; firstRow += rowsPerBlock) {
        runtime.run(product, {
          a: a + 4 * (transposeA ? firstTerm * m + firstRow : firstRow * k + firstTerm),
          aStride: 4 * (transposeA ? m : k),
          aOuter: 0,
          b: isPacked ? panels : b + 4 * firstTerm * n,
          bRow: isPacked ? 0 : 4 * n,
          c: c + 4 * firstRow * n,
          cRow: 4 * n,
          m: Math.min(rowsPerBlock, m - firstRow),
          n,
          kInner: terms,
          kOuter: 1,
          accumulate: firstTerm > 0 ? 1 : 0,
        });
      }
    }
  };
  if (isPacked) runtime.withScratch(4 * n * Math.min(k, termsPerBlock), multiplyBlocks);
  else multiplyBlocks(0);
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
