/** Passes its input through. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** The layer behind `identity`. */
export class Identity extends Layer {
  readonly className: string = 'Identity';
  override readonly supportsMasking: boolean = true;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override call([x]: TensorList): Tensor {
    return x.clone();
  }
}

/**
 * Passes its input through: a place in a model that does nothing, or has a name only.
 *
 * Input of any shape, output the same.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function identity(options: LayerOptions = {}): Identity {
  return new Identity(options);
}
