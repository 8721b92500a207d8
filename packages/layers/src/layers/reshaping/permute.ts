/** Puts the axes of each example into another order. */
import type { PartialShape } from '@isograd/core';
import { type Tensor, transpose } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption, wrongRank } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `permute`, with Keras's names. */
export interface PermuteOptions extends LayerOptions {
  /** Where each axis of the output comes from, counted from 1, since the batch axis 0 stays. */
  readonly dims: readonly number[];
}

/** The layer behind `permute`. */
export class Permute extends Layer {
  readonly className: string = 'Permute';
  readonly #dims: readonly number[];

  constructor(options: PermuteOptions) {
    super(options);
    const dims: unknown = options.dims;
    const isPermutation = Array.isArray(dims) && dims.length > 0 && dims.every((_, index) => dims.includes(index + 1)); // each of 1 to length
    if (!isPermutation) throw badOption('permute', 'dims', dims, 'the axes from 1 on, each once');
    this.#dims = dims;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    if (shape.length !== this.#dims.length + 1) {
      const axes = this.#dims.map((_, index) => `axis ${index + 1}`);
      throw wrongRank(this.label, shape, `[batch, ${axes.join(', ')}]`, 'name every axis but the batch in dims.');
    }
    return [shape[0] ?? null, ...this.#dims.map((axis) => shape[axis] ?? null)];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return transpose(x, [0, ...this.#dims]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), dims: this.#dims };
  }
}

/**
 * Input `[batch, ...]`, output the same with axis i of each example taken from axis `dims[i]`.
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { permute, sequential } from '@isograd/layers';
 * // images with channels first, [channels, height, width], to channels last
 * const model = sequential({ layers: [permute({ dims: [2, 3, 1], inputShape: [3, 8, 8] })] });
 */
export function permute(options: PermuteOptions): Permute {
  return new Permute(options);
}
