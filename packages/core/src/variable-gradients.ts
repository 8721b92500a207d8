/** Gradients with respect to variables. */
import { type Scalar, type Tensor, type Variable, variableGrads, zerosLike } from '@tensorflow/tfjs-core';

/** A value and its gradient with respect to each variable. */
export interface ValueAndGradients {
  readonly value: Scalar;
  /** In the order of the variables; zeros where the value does not depend on one. */
  readonly gradients: readonly Tensor[];
}

/**
 * The value of `f` and its gradients; as tf.variableGrads, but that a variable which `f` does not use has a gradient of
 * zeros.
 *
 * @param f - Returns a float32 scalar that depends on at least one of the variables.
 * @param variables - float32, each trainable.
 * @returns Tensors; the caller disposes them.
 */
export function variableGradients(f: () => Scalar, variables: readonly Variable[]): ValueAndGradients {
  const { value, grads } = variableGrads(f, [...variables]);
  return { value, gradients: variables.map((variable) => grads[variable.name] ?? zerosLike(variable)) };
}
