/** Products of matrices whose leading axes broadcast. */
import { hostZeros, matrixGeometry, sizeOf, type Transposition } from '@isograd/core';
import { BatchMatMul, type KernelConfig } from '@tensorflow/tfjs-core';
import { defineKernel, type HostResult, type HostTensor } from '../define-kernel.js';
import { addIntegerProduct } from './integer-product.js';
import { addProduct, type Matrix, rowMajor, transposed } from './matrix-product.js';

type Inputs = { readonly a: HostTensor; readonly b: HostTensor };

/** The matrix at an index of a stack, as it takes part in the product. */
function matrixOf({ shape, values }: HostTensor, isTransposed: boolean, index: number): Matrix {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const stored = rowMajor(values, columns, index * rows * columns);
  return isTransposed ? transposed(stored) : stored;
}

function batchMatMul({ a, b }: Inputs, { transposeA = false, transposeB = false }: Partial<Transposition>): HostResult {
  const sizes = matrixGeometry('BatchMatMul of backend "cpu"', a, b, { transposeA, transposeB });
  const { outShape, m, n, count, aIndex, bIndex } = sizes;
  const values = hostZeros(a.dtype, sizeOf(outShape));
  const add = a.dtype === 'int32' && b.dtype === 'int32' ? addIntegerProduct : addProduct;
  for (let index = 0; index < count; index++) {
    const c = rowMajor(values, n, index * m * n);
    add(matrixOf(a, transposeA, aIndex(index)), matrixOf(b, transposeB, bIndex(index)), c, sizes);
  }
  return { shape: outShape, dtype: a.dtype, values };
}

/** The kernel `BatchMatMul`. */
export const batchMatMulKernel: KernelConfig = defineKernel<Inputs, Partial<Transposition>>(BatchMatMul, batchMatMul);
