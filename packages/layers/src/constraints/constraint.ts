/** Rules that a weight obeys after every update. */
import type { Tensor } from '@tensorflow/tfjs-core';

/** Brings a weight back to where it may be. */
export interface Constraint {
  /** Keras's class name: `MaxNorm`. */
  readonly className: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * The nearest value that is allowed, or one on the way there.
   *
   * @param weight - float32 of any shape.
   * @returns float32 of the same shape; the caller disposes it.
   */
  apply(weight: Tensor): Tensor;
}
