/** Joins its inputs along an axis. */
import type { PartialShape } from '@isograd/core';
import { concat, fill, logicalOr, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { notConcatenated } from './merging-messages.js';
import { wholeNumber } from '../../option-checks.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { featureAxes } from '../feature-axes.js';

/** Options of `concatenate`, with Keras's names. */
export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the inputs are joined, not that of the batch. Default: -1. */
  readonly axis?: number;
}

/** The layer behind `concatenate`. */
export class Concatenate extends Layer {
  readonly className: string = 'Concatenate';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number;

  constructor(options: ConcatenateOptions = {}) {
    super(options);
    this.#axis = wholeNumber('concatenate', 'axis', options.axis ?? -1);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [first, ...rest] = inputShapes;
    const joined = this.#joined(first);
    const shape = [...first];
    rest.forEach((other, index) => {
      const fits =
        other.length === shape.length &&
        other.every((size, axis) => axis === joined || size === null || shape[axis] === null || size === shape[axis]);
      if (!fits) {
        throw notConcatenated(this.label, { number: 0, shape: first }, { number: index + 1, shape: other }, joined);
      }
      other.forEach((size, axis) => {
        const sum = shape[axis] ?? null;
        if (axis === joined) shape[axis] = sum === null || size === null ? null : sum + size;
        else shape[axis] = sum ?? size;
      });
    });
    return shape;
  }

  override call(inputs: TensorList): Tensor {
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    return concat([...inputs], this.#joined(inputs[0].shape));
  }

  /**
   * Masks joined along time, or where another axis is joined the positions that count in any input (Keras). An input
   * without a mask counts as a whole.
   */
  override computeMask(inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const known = masks.filter((mask) => mask !== undefined);
    if (known.length === 0) return [];
    if (this.#joined(inputs[0].shape) === 1) {
      const complete = inputs.map((x, index) => masks[index] ?? fill(x.shape.slice(0, 2), 1, 'bool'));
      return [concat(complete, 1)];
    }
    return known.length < masks.length ? [] : [known.reduce((either, mask) => logicalOr(either, mask))];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis };
  }

  #joined(shape: PartialShape): number {
    const [axis = 1] = featureAxes(this.label, this.#axis, shape);
    return axis;
  }
}

/**
 * One or more inputs, one after another along `axis`.
 *
 * Inputs float32 `[batch, ...]` of equal sizes but along `axis`, where the output has the sum of theirs. Joined along
 * time (axis 1) masks are joined as well; otherwise a position counts where it does in any input.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} CONCATENATE_SHAPES when two inputs differ beside the axis
 * @example
 * import { concatenate, dense, input, model } from '@isograd/layers';
 * const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [5], name: 'b' })];
 * const joined = concatenate().apply([a, b]); // [batch, 8]
 * const both = model({ inputs: [a, b], outputs: dense({ units: 1 }).apply(joined) });
 */
export function concatenate(options: ConcatenateOptions = {}): Concatenate {
  return new Concatenate(options);
}
