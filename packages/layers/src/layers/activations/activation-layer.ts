/** What layers share that apply a function and keep the shape. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Base of layers that map float32 of any shape to the same shape; masks pass. */
export abstract class ActivationLayer extends Layer {
  override readonly supportsMasking: boolean = true;

  /** The function. */
  protected abstract activate(x: Tensor): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override call([x]: TensorList): Tensor {
    return this.activate(x);
  }
}
