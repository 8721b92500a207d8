/** Makes a sequence of one vector. */
import type { PartialShape } from '@isograd/core';
import { expandDims, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { wrongRank } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { repeatAxis } from './repeat-axis.js';

/** Options of `repeatVector`, with Keras's names. */
export interface RepeatVectorOptions extends LayerOptions {
  /** Length of the sequence; at least 1. */
  readonly n: number;
}

/** The layer behind `repeatVector`. */
export class RepeatVector extends Layer {
  readonly className: string = 'RepeatVector';
  readonly #n: number;

  constructor(options: RepeatVectorOptions) {
    super(options);
    this.#n = positiveInteger('repeatVector', 'n', options.n);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const [batch = null, features = null] = shape;
    if (shape.length !== 2) throw wrongRank(this.label, shape, '[batch, features]', 'add flatten() before this layer.');
    return [batch, this.#n, features];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return repeatAxis(expandDims(x, 1), 1, this.#n);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), n: this.#n };
  }
}

/**
 * Input `[batch, features]`, output `[batch, n, features]`: the vector at each of `n` steps.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function repeatVector(options: RepeatVectorOptions): RepeatVector {
  return new RepeatVector(options);
}
