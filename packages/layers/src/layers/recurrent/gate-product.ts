/** The product with the kernel of several gates, where each gate may see other elements of its input dropped. */
import { type RandomKey, random, type Shape } from '@isograd/core';
import { add, cast, matMul, mul, reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';

/** From `[..., features]` to `[..., gates · units]`. */
export type GateProduct = (x: Tensor) => Tensor;

/**
 * 0 with probability `rate` and 1 / (1 - rate) otherwise.
 *
 * @param key - int32 `[4]`
 * @returns float32 of `shape`
 */
export function dropoutMask(key: RandomKey, shape: Shape, rate: number): Tensor {
  return mul(cast(random.bernoulli(key, shape, 1 - rate), 'float32'), 1 / (1 - rate));
}

/**
 * x · kernel + bias. With one mask it is (x ⊙ mask) · kernel + bias; with several, each has its share of the kernel's
 * columns, and all of them are one batched product.
 *
 * @param kernel - float32 `[features, gates · units]`
 * @param bias - float32 `[gates · units]`, or none.
 * @param masks - float32 `[masks, ...]`, each of them broadcast against x; or none.
 */
export function gateProduct(kernel: Tensor, bias: Tensor | undefined, masks: Tensor | undefined): GateProduct {
  const [features = 0, columns = 0] = kernel.shape;
  const finish = (rows: Tensor, x: Tensor): Tensor => {
    const sum = bias === undefined ? rows : add(rows, bias);
    return x.rank === 2 ? sum : reshape(sum, [...x.shape.slice(0, -1), columns]);
  };
  const [count = 0] = masks?.shape ?? [];
  if (masks === undefined || count === 1) {
    const mask = masks && reshape(masks, masks.shape.slice(1));
    return (x) => {
      const seen = mask === undefined ? x : mul(x, mask);
      const rows = x.rank === 2 ? seen : reshape(seen, [-1, features]);
      return finish(matMul(rows as Tensor, kernel), x);
    };
  }
  const kernels = transpose(reshape(kernel, [features, count, columns / count]), [1, 0, 2]); // [masks, features, share]
  return (x) => {
    const seen = reshape(mul(x, masks), [count, -1, features]); // [masks, rows, features]
    const products = matMul(seen, kernels); // [masks, rows, share]
    return finish(reshape(transpose(products, [1, 0, 2]), [-1, columns]), x);
  };
}
