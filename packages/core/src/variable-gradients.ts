/** Gradients with respect to variables that leave nothing behind, also when something fails. */
import { engine, type Scalar, type Tensor, type Variable, variableGrads, zerosLike } from '@tensorflow/tfjs-core';

/** A value and its gradient with respect to each variable. */
export interface ValueAndGradients {
  readonly value: Scalar;
  /** In the order of the variables; zeros where the value does not depend on one. */
  readonly gradients: readonly Tensor[];
}

/**
 * The value of `f` and its gradients; as tf.variableGrads, but for what happens at the edges: a variable that `f`
 * does not use has a gradient of zeros, and an error in `f` or in a gradient frees what the tape had saved.
 *
 * @param f - Returns a float32 scalar that depends on at least one of the variables.
 * @param variables - float32, each trainable.
 * @returns Tensors; the caller disposes them.
 */
export function variableGradients(f: () => Scalar, variables: readonly Variable[]): ValueAndGradients {
  try {
    const { value, grads } = variableGrads(f, [...variables]);
    return { value, gradients: variables.map((variable) => grads[variable.name] ?? zerosLike(variable)) };
  } catch (error) {
    freeTape();
    throw error;
  }
}

/** Frees what an unfinished tape has saved, unless an outer gradient still needs it. */
function freeTape(): void {
  const { state } = engine();
  if (state.gradientDepth > 0) return;
  for (const node of state.activeTape ?? []) for (const saved of node.saved ?? []) saved.dispose();
  state.activeTape = [];
}
