/** Turns each example into a vector. */
import type { PartialShape } from '@isograd/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/** Options of `flatten`, with Keras's names. */
export interface FlattenOptions extends LayerOptions, DataFormatOptions {}

/** The layer behind `flatten`. */
export class Flatten extends Layer {
  readonly className: string = 'Flatten';

  constructor(options: FlattenOptions = {}) {
    super(options);
    checkDataFormat('flatten', options.dataFormat);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [batch = null, ...axes] = onlyInput(this.label, inputShapes);
    const size = axes.reduce<number | null>(
      (product, axis) => (product === null || axis === null ? null : product * axis),
      1,
    );
    return [batch, size];
  }

  override call([x]: TensorList): Tensor {
    const [batch = 1, ...axes] = x.shape;
    return reshape(x, [batch, axes.reduce((product, size) => product * size, 1)]);
  }
}

/**
 * Input `[batch, ...]`, output `[batch, size]`, elements in row-major order.
 *
 * @throws {UnsupportedError} DATA_FORMAT
 */
export function flatten(options: FlattenOptions = {}): Flatten {
  return new Flatten(options);
}
