/** Makes the colors of images stronger and paler. */
import type { RandomKey } from '@isograd/core';
import { add, div, max, maximum, min, minimum, mul, sub, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Added to a denominator. */
const epsilon = 1e-7;

/** Options of `randomSaturation`, with Keras's names. */
export interface RandomSaturationOptions extends RandomImagesOptions {
  /**
   * From 0 to 1: saturation is multiplied by u / (1 - u), u uniform in the range, so that 0.5 changes nothing, 0 takes
   * all color and 1 gives the strongest; one number f stands for [0, f].
   */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomSaturation`. */
export class RandomSaturation extends RandomImages {
  readonly className: string = 'RandomSaturation';
  protected override readonly neededChannels: number = 3;
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomSaturationOptions) {
    super('randomSaturation', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomSaturation', 'factor', options.factor, { least: 0, most: 1 });
    this.#valueRange = valueRangeOption('randomSaturation', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [smallest, largest] = this.#valueRange;
    const draws = drawForEach(key, images.shape[0], this.#range);
    const factors = div(draws, sub(1 + epsilon, draws));
    const brightest = max(images, -1, true); // [batch, height, width, 1]
    const chroma = sub(brightest, min(images, -1, true));
    // Full saturation is a darkest channel of the smallest value: chroma may grow to the brightness.
    const room = div(sub(brightest, smallest), maximum(chroma, epsilon * (largest - smallest)));
    return add(brightest, mul(sub(images, brightest), minimum(factors, room)));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, multiplies the saturation of each image (S of the HSV color model) by u / (1 - u), at most to full
 * saturation, and keeps hue and value. (Keras 3.15 limits S by the value range of pixels, so that with [0, 255] colors
 * may leave it.)
 *
 * Input float32 or int32 `[batch, height, width, 3]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT @throws {ShapeError} IMAGE_CHANNELS
 */
export function randomSaturation(options: RandomSaturationOptions): RandomSaturation {
  return new RandomSaturation(options);
}
