/** Averages its inputs. */
import { add, div, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerOptions } from '../../layer.js';
import type { NonEmpty } from '../../tensor-list.js';
import { Merge, type MergeInput } from './merge.js';

/** The layer behind `average`. */
export class Average extends Merge {
  readonly className: string = 'Average';

  protected override merge(inputs: NonEmpty<MergeInput>): Tensor {
    const sum = inputs.map(({ x }) => x).reduce((total, x) => add(total, x));
    return div(sum, inputs.length);
  }
}

/**
 * The mean of one or more inputs.
 *
 * Inputs float32 `[batch, ...]` that broadcast against each other, `[batch, channels]` against
 * `[batch, time, channels]` too; output of their common shape. A position counts where it does in any input, if all
 * have masks.
 *
 * @throws {ShapeError} MERGE_SHAPES when two inputs do not broadcast
 */
export function average(options: LayerOptions = {}): Average {
  return new Average(options);
}
