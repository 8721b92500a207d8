/** Fades the colors of images. */
import type { RandomKey } from '@isograd/core';
import { add, clipByValue, mul, sub, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { grays } from './grays.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomColorDegeneration`, with Keras's names. */
export interface RandomColorDegenerationOptions extends RandomImagesOptions {
  /** How much of the color is lost, from 0 to 1 (below 0, colors become stronger); one number f stands for [-f, f]. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomColorDegeneration`. */
export class RandomColorDegeneration extends RandomImages {
  readonly className: string = 'RandomColorDegeneration';
  protected override readonly neededChannels: number = 3;
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomColorDegenerationOptions) {
    super('randomColorDegeneration', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomColorDegeneration', 'factor', options.factor, { least: -1, most: 1 });
    this.#valueRange = valueRangeOption('randomColorDegeneration', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const lost = drawForEach(key, images.shape[0], this.#range);
    return clipByValue(add(images, mul(sub(grays(images), images), lost)), ...this.#valueRange);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, y = x + u · (gray - x), clipped to the value range: u uniform in its range for each image, gray =
 * 0.2989 red + 0.587 green + 0.114 blue.
 *
 * Input float32 or int32 `[batch, height, width, 3]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT @throws {ShapeError} IMAGE_CHANNELS
 */
export function randomColorDegeneration(options: RandomColorDegenerationOptions): RandomColorDegeneration {
  return new RandomColorDegeneration(options);
}
