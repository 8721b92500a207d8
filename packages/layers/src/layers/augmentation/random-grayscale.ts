/** Takes the color from images. */
import { random, type RandomKey } from '@isograd/core';
import { type Tensor, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { share } from '../../option-checks.js';
import { grays } from './grays.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomGrayscale`, with Keras's names. */
export interface RandomGrayscaleOptions extends RandomImagesOptions {
  /** Probability for each image, from 0 to 1. Default: 0.5. */
  readonly factor?: number;
}

/** The layer behind `randomGrayscale`. */
export class RandomGrayscale extends RandomImages {
  readonly className: string = 'RandomGrayscale';
  protected override readonly neededChannels: number = 3;
  readonly #factor: number;

  constructor(options: RandomGrayscaleOptions = {}) {
    super('randomGrayscale', options);
    this.#factor = share('randomGrayscale', 'factor', options.factor ?? 0.5);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    return where(random.bernoulli(key, [images.shape[0], 1, 1, 1], this.#factor), grays(images), images);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor };
  }
}

/**
 * While training, replaces the channels of each image with probability `factor` by 0.2989 red + 0.587 green +
 * 0.114 blue.
 *
 * Input float32 or int32 `[batch, height, width, 3]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT @throws {ShapeError} IMAGE_CHANNELS
 */
export function randomGrayscale(options: RandomGrayscaleOptions = {}): RandomGrayscale {
  return new RandomGrayscale(options);
}
