/** The smallest of its inputs. */
import { minimum as minimumOf, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerOptions } from '../../layer.js';
import type { NonEmpty } from '../../tensor-list.js';
import { mergeExtremes } from './extremes.js';
import { Merge, type MergeInput } from './merge.js';

/** The layer behind `minimum`. */
export class Minimum extends Merge {
  readonly className: string = 'Minimum';

  protected override merge(inputs: NonEmpty<MergeInput>): Tensor {
    return mergeExtremes(inputs, (a, b) => minimumOf(a, b));
  }
}

/**
 * The smallest element of one or more inputs at each position.
 *
 * Inputs float32 `[batch, ...]` that broadcast against each other, `[batch, channels]` against
 * `[batch, time, channels]` too; output of their common shape. Positions that the mask of an input
 * excludes leave the choice to the others. A position counts where it does in any input, if all have masks.
 *
 * @throws {ShapeError} MERGE_SHAPES when two inputs do not broadcast
 */
export function minimum(options: LayerOptions = {}): Minimum {
  return new Minimum(options);
}
