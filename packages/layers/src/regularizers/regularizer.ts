/** Terms of the loss that depend on a weight alone. */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** Adds a term to the loss for each weight, or each output, that it is given for. */
export interface Regularizer {
  /** Keras's class name: `L2`. */
  readonly className: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * The term.
   *
   * @param weight - float32 of any shape.
   * @returns float32 scalar.
   */
  of(weight: Tensor): Scalar;
}
