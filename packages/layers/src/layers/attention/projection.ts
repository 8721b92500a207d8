/** Products with kernels of several axes, as attention splits features into heads and joins them again. */
import { sizeOf } from '@isograd/core';
import { add, matMul, reshape, type Tensor } from '@tensorflow/tfjs-core';

/**
 * x · kernel + bias over the last axes of x.
 *
 * @param x - float32 `[...rows, ...inner]`
 * @param kernel - float32 `[...inner, ...outer]`
 * @param innerRank - How many axes are summed over.
 * @param bias - float32 `[...outer]`. Default: none.
 * @returns float32 `[...rows, ...outer]`
 */
export function project(x: Tensor, kernel: Tensor, innerRank: number, bias?: Tensor): Tensor {
  const rows = x.shape.slice(0, x.rank - innerRank);
  const inner = sizeOf(kernel.shape.slice(0, innerRank));
  const outer = kernel.shape.slice(innerRank);
  const units = sizeOf(outer);
  const product = matMul<Tensor>(reshape(x, [sizeOf(rows), inner]), reshape(kernel, [inner, units])); // [rows, outer]
  return reshape(bias === undefined ? product : add(product, reshape(bias, [units])), [...rows, ...outer]);
}
