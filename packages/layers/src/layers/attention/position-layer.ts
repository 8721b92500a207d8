/** What layers share that depend on positions: an input, and a second one that says where it is. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { checkPositions } from './positions.js';

/** Base of layers that keep the shape of their first input; masks pass. */
export abstract class PositionLayer extends Layer {
  override readonly supportsMasking: boolean = true;

  /** Refuses what the layer cannot take, and says which axis is time. */
  protected abstract timeAxis(shape: PartialShape): number;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    if (inputShapes.length > 2) throw wrongInputCount(this.label, inputShapes.length, 2);
    const [shape, positions] = inputShapes;
    checkPositions(this.label, shape[this.timeAxis(shape)] ?? null, positions);
    return shape;
  }

  override computeMask(_inputs: TensorList, [mask]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return [mask];
  }

  /** Asks `computeOutputShape` whether the layer can take these tensors. */
  protected checkInputs(inputs: TensorList): void {
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
  }
}
