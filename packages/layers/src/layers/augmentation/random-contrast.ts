/** Stretches and shrinks the differences between the pixels of images. */
import type { RandomKey } from '@isograd/core';
import { add, clipByValue, mean, mul, sub, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomContrast`, with Keras's names. */
export interface RandomContrastOptions extends RandomImagesOptions {
  /** From -1 to 1: contrast is multiplied by 1 - lower to 1 + upper; one number stands for both. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** A single number is both the lower and the upper end. */
const bounds = { least: -1, most: 1, single: (factor: number): Range => [Math.abs(factor), Math.abs(factor)] };

/** The layer behind `randomContrast`. */
export class RandomContrast extends RandomImages {
  readonly className: string = 'RandomContrast';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomContrastOptions) {
    super('randomContrast', options);
    const [lower, upper] = factorRange('randomContrast', 'factor', options.factor, bounds);
    this.#factor = options.factor;
    this.#range = [1 - lower, 1 + upper];
    this.#valueRange = valueRangeOption('randomContrast', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const average = mean(images, [1, 2], true); // [batch, 1, 1, channels]
    const factors = drawForEach(key, images.shape[0], this.#range);
    return clipByValue(add(mul(sub(images, average), factors), average), ...this.#valueRange);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, y = (x - mean) · c + mean, clipped to the value range: mean over the pixels of each channel of each
 * image, c uniform in [1 - lower, 1 + upper] for each image.
 *
 * One number stands for both ends, as in Keras's documentation and in tf.keras (Keras 3.15 takes 0 for `lower` then).
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomContrast(options: RandomContrastOptions): RandomContrast {
  return new RandomContrast(options);
}
