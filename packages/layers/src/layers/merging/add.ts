/** Adds its inputs. */
import { add as addTensors, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerOptions } from '../../layer.js';
import type { NonEmpty } from '../../tensor-list.js';
import { Merge, type MergeInput } from './merge.js';

/** The layer behind `add`. */
export class Add extends Merge {
  readonly className: string = 'Add';

  protected override merge(inputs: NonEmpty<MergeInput>): Tensor {
    return inputs.map(({ x }) => x).reduce((total, x) => addTensors(total, x));
  }
}

/**
 * The sum of one or more inputs, as in a residual connection.
 *
 * Inputs float32 `[batch, ...]` that broadcast against each other, `[batch, channels]` against
 * `[batch, time, channels]` too; output of their common shape. A position counts where it does in any input, if all
 * have masks.
 *
 * @throws {ShapeError} MERGE_SHAPES when two inputs do not broadcast
 * @example
 * import { add, dense, input, model } from '@isograd/layers';
 * const x = input({ shape: [8] });
 * const block = model({ inputs: x, outputs: add().apply([x, dense({ units: 8 }).apply(x)]) });
 */
export function add(options: LayerOptions = {}): Add {
  return new Add(options);
}
