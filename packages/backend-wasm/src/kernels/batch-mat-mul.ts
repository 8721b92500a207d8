/** Products of matrices in batches, in all four transposed forms. */
import { describeTensor, matrixGeometry, type MatrixGeometry, sizeOf, type Transposition } from '@isograd/core';
import { BatchMatMul, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../messages.js';
import type { Runtime } from '../runtime.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { blockedProductFunctions, multiply, multiplyTogether, type Place } from './matrix/blocked-product.js';
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
    const batches = matrixGeometry('BatchMatMul of backend "wasm"', a, b, transposition);
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

function eachProduct(
  runtime: Runtime,
  { a, b, out }: Inputs & { readonly out: TensorInfo },
  { m, n, k, count, aIndex, bIndex }: MatrixGeometry,
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
  batches: MatrixGeometry,
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
