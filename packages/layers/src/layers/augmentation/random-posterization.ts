/** Keeps a few shades of each channel of images. */
import { random, type RandomKey } from '@isograd/core';
import { add, div, floor, mul, pow, sub, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomPosterization`, with Keras's names. */
export interface RandomPosterizationOptions extends RandomImagesOptions {
  /** Bits that are kept, whole numbers from 1 to 8; one number f stands for [1, f]. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomPosterization`. */
export class RandomPosterization extends RandomImages {
  readonly className: string = 'RandomPosterization';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomPosterizationOptions) {
    super('randomPosterization', options);
    const { factor } = options;
    this.#factor = factor;
    this.#range = factorRange('randomPosterization', 'factor', factor, { least: 1, most: 8 });
    if (!this.#range.every(Number.isInteger)) {
      throw badOption('randomPosterization', 'factor', factor, 'a whole number from 1 to 8, or two of them');
    }
    this.#valueRange = valueRangeOption('randomPosterization', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [smallest, largest] = this.#valueRange;
    const [lower, upper] = this.#range;
    const draws = random.uniform(key, [images.shape[0], 1, 1, 1]);
    const bits = add(floor(mul(draws, upper - lower + 1)), lower);
    const step = pow(2, sub(8, bits)); // of values from 0 to 255
    const toBytes = 255 / (largest - smallest);
    const bytes = floor(mul(sub(images, smallest), toBytes));
    return add(mul(mul(floor(div(bytes, step)), step), 1 / toBytes), smallest);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, keeps the upper bits of each pixel, taken as a byte: as many for each image as is drawn from
 * {lower, …, upper}, both included (Keras 3.15 leaves out the upper).
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape. Nothing is differentiable:
 * values change in steps.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomPosterization(options: RandomPosterizationOptions): RandomPosterization {
  return new RandomPosterization(options);
}
