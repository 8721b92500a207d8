/** Gives each example another shape. */
import type { PartialShape, Shape } from '@isograd/core';
import { sizeOf } from '@isograd/core';
import { reshape as reshapeTensor, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { targetSizeMismatch } from './reshaping-messages.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `reshape`, with Keras's names. */
export interface ReshapeOptions extends LayerOptions {
  /** Shape of one example; one axis may be -1 and takes what remains. */
  readonly targetShape: Shape;
}

/** The layer behind `reshape`. */
export class Reshape extends Layer {
  readonly className: string = 'Reshape';
  readonly #targetShape: Shape;

  constructor(options: ReshapeOptions) {
    super(options);
    const { targetShape } = options;
    const isValid =
      Array.isArray(targetShape) && targetShape.every((size) => size === -1 || (Number.isInteger(size) && size >= 1));
    if (!isValid || targetShape.filter((size) => size === -1).length > 1) {
      throw badOption('reshape', 'targetShape', targetShape, 'positive integers, at most one of them -1');
    }
    this.#targetShape = targetShape;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const [batch = null, ...axes] = shape;
    const known = this.#targetShape.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
    if (axes.includes(null)) return [batch, ...this.#targetShape.map((size) => (size === -1 ? null : size))];
    const size = sizeOf(axes as Shape);
    const hasFree = this.#targetShape.includes(-1);
    if (hasFree ? size % known !== 0 : size !== known) throw targetSizeMismatch(this.label, axes, this.#targetShape);
    return [batch, ...this.#targetShape.map((axis) => (axis === -1 ? size / known : axis))];
  }

  override call([x]: TensorList): Tensor {
    return reshapeTensor(x, this.computeOutputShape([x.shape]) as number[]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), targetShape: this.#targetShape };
  }
}

/**
 * Input `[batch, ...]`, output `[batch, ...targetShape]`, elements in row-major order.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}
