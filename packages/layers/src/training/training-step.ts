/** What a training step is made of, for models that train in a way of their own. */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** One batch, and the parts of which a model puts a training step together. */
export interface TrainingStep {
  /** Inputs of the batch, one tensor each. */
  readonly x: readonly Tensor[];
  /** Targets of the batch, one tensor an output. */
  readonly y: readonly Tensor[];
  /**
   * The outputs of the model, as in training.
   *
   * @param x - Default: the inputs of the batch.
   */
  predict(x?: readonly Tensor[]): readonly Tensor[];
  /**
   * The compiled loss of outputs that `predict` returned: losses with their weights, regularizers, and what layers
   * added since the step began.
   *
   * @param outputs - One tensor an output.
   * @param y - Targets. Default: those of the batch.
   * @returns float32 scalar.
   */
  loss(outputs: readonly Tensor[], y?: readonly Tensor[]): Scalar;
  /**
   * Changes the trainable weights by one update of the optimizer.
   *
   * @param objective - float32 scalar that depends on the weights. It is computed once; for an optimizer that looks at
   * other weights (`sam`, `lbfgs`) again there.
   * @returns Its value.
   */
  minimize(objective: () => Scalar): Scalar;
}

/** What a training step reports. */
export interface TrainingStepResult {
  /** Loss of the batch, float32 scalar; it is logged. */
  readonly loss: Scalar;
  /** What metrics are computed of, one tensor an output. */
  readonly outputs: readonly Tensor[];
}
