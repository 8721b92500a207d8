/** Multiplies its inputs. */
import { broadcastTo, logicalOr, mul, onesLike, type Tensor, where } from '@tensorflow/tfjs-core';
import type { LayerOptions } from '../../layer.js';
import { zeroElsewhere } from '../../masked-positions.js';
import type { NonEmpty } from '../../tensor-list.js';
import { Merge, type MergeInput } from './merge.js';

/** The layer behind `multiply`. */
export class Multiply extends Merge {
  readonly className: string = 'Multiply';

  protected override merge(inputs: NonEmpty<MergeInput>): Tensor {
    const product = inputs.map(oneElsewhere).reduce((total, x) => mul(total, x));
    const masks = inputs.flatMap(({ positions }) => (positions === undefined ? [] : [positions]));
    if (masks.length < inputs.length) return product;
    return zeroElsewhere(
      product,
      masks.reduce((either, mask) => logicalOr(either, mask)),
    );
  }
}

/** The input, 1 where it does not count. */
function oneElsewhere({ x, positions }: MergeInput): Tensor {
  return positions === undefined ? x : where(broadcastTo(positions, x.shape), x, onesLike(x));
}

/**
 * The product of one or more inputs.
 *
 * Inputs float32 `[batch, ...]` that broadcast against each other, `[batch, channels]` against
 * `[batch, time, channels]` too; output of their common shape. Positions that the mask of an input
 * excludes do not change the product; where all inputs are masked it is 0 (Keras). A position counts where it does in
 * any input, if all have masks.
 *
 * @throws {ShapeError} MERGE_SHAPES when two inputs do not broadcast
 */
export function multiply(options: LayerOptions = {}): Multiply {
  return new Multiply(options);
}
