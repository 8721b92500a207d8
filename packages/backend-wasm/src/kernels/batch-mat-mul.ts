/** Products of matrices in batches, in all four transposed forms. */
import { describeTensor, type Shape, sizeOf } from '@isograd/core';
import { BatchMatMul, broadcast_util, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { kernelCaseMissing, matrixShapesDiffer, notMatrices } from '../messages.js';
import type { Runtime } from '../runtime.js';
import type { WasmKernel } from '../wasm-kernel.js';
import {
  blockedProductFunctions,
  multiply,
  multiplyTogether,
  type Place,
  type Transposition,
} from './matrix/blocked-product.js';
import { integerProduct } from './matrix/integer-product.js';

interface Inputs {
  /** float32 or int32 `[..., m, k]`, or `[..., k, m]` when transposed. */
  readonly a: TensorInfo;
  /** `[..., k, n]`, or `[..., n, k]` when transposed; of the dtype of `a`. */
  readonly b: TensorInfo;
}

/** The kernel `BatchMatMul`; the leading axes broadcast. */
export const batchMatMulKernel: WasmKernel<Inputs, Transposition> = {
  kernelName: BatchMatMul,
  functions: [...blockedProductFunctions, integerProduct],
  compute(runtime, { a, b }, transposition) {
    const { dtype } = a;
    if ((dtype !== 'float32' && dtype !== 'int32') || b.dtype !== dtype) {
      const received = `${describeTensor(a)} and ${describeTensor(b)}`;
      throw kernelCaseMissing(BatchMatMul, received, 'two matrices of float32 or of int32');
    }
    const batches = batchesOf(a, b, transposition);
    if (dtype === 'int32') return multiplyIntegers(runtime, { a, b }, transposition, batches);
    const out = runtime.output(batches.outShape, 'float32');
    if (batches.count > 1) {
      const { m, n, k, count } = batches;
      const [aStep, bStep] = [stepOf(a, count, m * k), stepOf(b, count, k * n)];
      const first = { a: runtime.address(a), b: runtime.address(b), c: runtime.address(out), m, n, k };
      const isEven = aStep !== undefined && bStep !== undefined;
      if (isEven && multiplyTogether(runtime, first, { count, aStep, bStep }, transposition)) return out;
    }
    eachProduct(runtime, { a, b, out }, batches, (place) => multiply(runtime, place, transposition));
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

function batchesOf(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Transposition): Batches {
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
function multiplyIntegers(
  runtime: Runtime,
  inputs: Inputs,
  transposition: Transposition,
  batches: Batches,
): TensorInfo {
  const { a, b } = inputs;
  if (transposition.transposeB) {
    const axes = b.shape.map((_, axis) => axis);
    const turned = runtime.call(Transpose, { x: b }, { perm: [...axes.slice(0, -2), ...axes.slice(-2).toReversed()] });
    const out = multiplyIntegers(runtime, { a, b: turned }, { ...transposition, transposeB: false }, batches);
    runtime.dispose(turned);
    return out;
  }
  const [aRow, aTerm] = transposition.transposeA ? [4, 4 * batches.m] : [4 * batches.k, 4];
  const out = runtime.output(batches.outShape, 'int32');
  eachProduct(runtime, { a, b, out }, batches, (place) => runtime.run(integerProduct, { aRow, aTerm, ...place }));
  return out;
}

/** From a matrix to that of the next product, in elements; undefined where the distance varies. */
function stepOf({ shape }: TensorInfo, count: number, size: number): number | undefined {
  const matrices = sizeOf(shape.slice(0, -2));
  if (matrices === count) return size;
  return matrices === 1 ? 0 : undefined;
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
