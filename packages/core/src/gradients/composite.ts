/** Gradients of kernels that are rarely trained through: differentiate ops that compute the same. */
import * as tf from '@tensorflow/tfjs-core';
import { defineGradient, type InputGradients } from './gradient.js';

/**
 * The gradients of `f`, with respect to each of its inputs.
 *
 * @param f - Written with ops that have gradients, so that derivatives of every order are right.
 */
export function compositeGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: { readonly [name: string]: tf.Tensor },
  dy: tf.Tensor,
): InputGradients {
  const tensors = Object.values(inputs);
  return Object.fromEntries(
    Object.keys(inputs).map((name, index) => [
      name,
      () => {
        const alone = (x: tf.Tensor): tf.Tensor => f(...tensors.map((other, at) => (at === index ? x : other)));
        return tf.grad(alone)(tensors[index] as tf.Tensor, dy);
      },
    ]),
  );
}

/** An entry for a kernel that computes `f` of the inputs `names`. */
export function defineCompositeGradient<Attributes extends object>(
  kernelName: string,
  names: readonly string[],
  f: (inputs: readonly tf.Tensor[], attributes: Attributes) => tf.Tensor,
): tf.GradConfig {
  return defineGradient<Attributes, readonly string[]>(kernelName, names, (dy, saved, attributes) => {
    const inputs = Object.fromEntries(names.map((name, index) => [name, saved[index] as tf.Tensor]));
    return compositeGradients((...at) => f(at, attributes), inputs, dy);
  });
}
