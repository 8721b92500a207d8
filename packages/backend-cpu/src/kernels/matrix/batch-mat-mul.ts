/** Products of matrices whose leading axes broadcast. */
import { broadcastIndex, hostZeros, sizeOf } from '@isograd/core';
import { BatchMatMul, broadcast_util, type KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostResult, type HostTensor } from '../define-kernel.js';
import { matrixShapesDiffer, notMatrices } from '../../messages.js';
import { addIntegerProduct } from './integer-product.js';
import { addProduct, type Matrix, rowMajor, transposed } from './matrix-product.js';

type Inputs = { readonly a: HostTensor; readonly b: HostTensor };

/** Which factors lie transposed. */
interface Attributes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** A stack of matrices: its leading axes, and the sizes and places of the matrices after transposition. */
interface Stack {
  readonly batch: number[];
  readonly rows: number;
  readonly columns: number;
  matrixAt(index: number): Matrix;
}

function stackOf({ shape, values }: HostTensor, isTransposed: boolean): Stack {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const stored = (index: number): Matrix => rowMajor(values, columns, index * rows * columns);
  const batch = shape.slice(0, -2);
  return isTransposed
    ? { batch, rows: columns, columns: rows, matrixAt: (index) => transposed(stored(index)) }
    : { batch, rows, columns, matrixAt: stored };
}

function batchMatMul({ a, b }: Inputs, { transposeA = false, transposeB = false }: Attributes): HostResult {
  if (Math.min(a.shape.length, b.shape.length) < 2) throw notMatrices(a, b);
  const left = stackOf(a, transposeA);
  const right = stackOf(b, transposeB);
  if (left.columns !== right.rows) throw matrixShapesDiffer(a, b, left.columns, right.rows);
  const batch = broadcast_util.assertAndGetBroadcastShape(left.batch, right.batch);
  const sizes = { m: left.rows, n: right.columns, k: left.columns };
  const shape = [...batch, sizes.m, sizes.n];
  const values = hostZeros(a.dtype, sizeOf(shape));
  const add = a.dtype === 'int32' && b.dtype === 'int32' ? addIntegerProduct : addProduct;
  const leftIndex = broadcastIndex(left.batch, batch);
  const rightIndex = broadcastIndex(right.batch, batch);
  for (let index = 0; index < sizeOf(batch); index++) {
    const c = rowMajor(values, sizes.n, index * sizes.m * sizes.n);
    add(left.matrixAt(leftIndex(index)), right.matrixAt(rightIndex(index)), c, sizes);
  }
  return { shape, dtype: a.dtype, values };
}

/** The kernel `BatchMatMul`. */
export const batchMatMulKernel: KernelConfig = defineKernel<Inputs, Attributes>(BatchMatMul, batchMatMul);
