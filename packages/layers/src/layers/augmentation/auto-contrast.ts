/** Stretches the values of images to the whole range. */
import type { PartialShape } from '@isograd/core';
import {
  cast,
  clipByValue,
  add,
  div,
  greater,
  max,
  min,
  mul,
  onesLike,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { type Range, valueRangeOption } from './factor.js';

/** Options of `autoContrast`, with Keras's names. */
export interface AutoContrastOptions extends LayerOptions {
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `autoContrast`. */
export class AutoContrast extends Layer {
  readonly className: string = 'AutoContrast';
  readonly #valueRange: Range;

  constructor(options: AutoContrastOptions = {}) {
    super(options);
    this.#valueRange = valueRangeOption('autoContrast', options.valueRange);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    spatialShape(this.label, shape, 2);
    return shape;
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const [smallest, largest] = this.#valueRange;
    const images = x.dtype === 'float32' ? x : cast(x, 'float32');
    const low = min(images, [1, 2], true); // [batch, 1, 1, channels]
    const spread = sub(max(images, [1, 2], true), low);
    const isVaried = greater(spread, 0);
    const scale = div(largest - smallest, where(isVaried, spread, onesLike(spread)));
    const stretched = clipByValue(add(mul(sub(images, low), scale), smallest), smallest, largest);
    return where(isVaried, stretched, images);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), valueRange: this.#valueRange };
  }
}

/**
 * Stretches each channel of each image so that its smallest pixel gets the smallest value of the range and its largest
 * the largest, in training and inference alike; a channel of one value stays as it is.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function autoContrast(options: AutoContrastOptions = {}): AutoContrast {
  return new AutoContrast(options);
}
