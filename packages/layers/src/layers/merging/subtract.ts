/** Subtracts one input from another. */
import type { PartialShape } from '@isograd/core';
import { sub, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerOptions } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import type { NonEmpty, ShapeList } from '../../tensor-list.js';
import { Merge, type MergeInput } from './merge.js';

/** The layer behind `subtract`. */
export class Subtract extends Merge {
  readonly className: string = 'Subtract';

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    if (inputShapes.length !== 2) throw wrongInputCount(this.label, inputShapes.length, 2);
    return super.computeOutputShape(inputShapes);
  }

  protected override merge([first, second = first]: NonEmpty<MergeInput>): Tensor {
    return sub(first.x, second.x);
  }
}

/**
 * The first of two inputs less the second.
 *
 * Inputs float32 `[batch, ...]` that broadcast against each other, `[batch, channels]` against
 * `[batch, time, channels]` too; output of their common shape. A position counts where it does in either input, if both
 * have masks.
 *
 * @throws {ShapeError} MERGE_SHAPES when two inputs do not broadcast
 * @throws {ShapeError} INPUT_COUNT unless there are two inputs
 */
export function subtract(options: LayerOptions = {}): Subtract {
  return new Subtract(options);
}
