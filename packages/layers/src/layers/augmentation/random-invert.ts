/** Turns images into their negatives. */
import type { RandomKey } from '@isograd/core';
import { sub, type Tensor, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { chanceForEach } from './chances.js';
import { type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomInvert`, with Keras's names. */
export interface RandomInvertOptions extends RandomImagesOptions {
  /** Probability for each image, from 0 to 1, itself drawn from its range; one number f stands for [0, f]. Default: 1. */
  readonly factor?: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomInvert`. */
export class RandomInvert extends RandomImages {
  readonly className: string = 'RandomInvert';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomInvertOptions = {}) {
    super('randomInvert', options);
    const { factor = 1 } = options;
    this.#factor = factor;
    this.#range = factorRange('randomInvert', 'factor', factor, { least: 0, most: 1 });
    this.#valueRange = valueRangeOption('randomInvert', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const inverted = chanceForEach(key, images.shape[0], this.#range);
    return where(inverted, sub(this.#valueRange[1], images), images);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, replaces x by the largest value - x in some images, each chosen with a probability that is uniform in
 * `factor`. With the default, [0, 1], that is half of them.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomInvert(options: RandomInvertOptions = {}): RandomInvert {
  return new RandomInvert(options);
}
