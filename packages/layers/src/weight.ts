/** A named tensor that a layer keeps between calls. */
import type { DType, Shape } from '@isograd/core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** One weight of a layer. Reading and assigning go through `variable`, which follows a switch of backend. */
export interface Weight {
  /** Keras's name within the layer: `kernel`, `bias`, `gamma`. */
  readonly name: string;
  /** Names from the outermost model down: `encoder/dense_1/kernel`. */
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Whether an optimizer may change it while its layer is trainable; false for moving statistics. */
  readonly isTrainable: boolean;
  readonly variable: Variable;
}

/**
 * Gives a weight a new value; the old one is freed.
 *
 * @param weight - The weight.
 * @param value - Same shape and dtype. The weight shares its memory; dispose your handle as usual.
 */
export function assignWeight(weight: Weight, value: Tensor): void {
  weight.variable.assign(value);
}
