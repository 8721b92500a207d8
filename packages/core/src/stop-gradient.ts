/** Marks a tensor as constant for differentiation. */
import { customGrad, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

const stop = customGrad((x) => {
  const input = x as Tensor;
  return { value: input.clone(), gradFunc: (dy) => zerosLike(dy) };
});

/**
 * The same values as `x`, with a gradient of zero to every order.
 *
 * @param x - float32, any shape.
 * @returns float32, the shape of `x`.
 */
export function stopGradient<T extends Tensor>(x: T): T {
  return stop(x) as T;
}
