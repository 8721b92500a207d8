/** Makes images lighter and darker. */
import type { RandomKey } from '@isograd/core';
import { add, clipByValue, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomBrightness`, with Keras's names. */
export interface RandomBrightnessOptions extends RandomImagesOptions {
  /** Part of the value range that is added, from -1 to 1; one number f stands for [-f, f]. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomBrightness`. */
export class RandomBrightness extends RandomImages {
  readonly className: string = 'RandomBrightness';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomBrightnessOptions) {
    super('randomBrightness', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomBrightness', 'factor', options.factor, { least: -1, most: 1 });
    this.#valueRange = valueRangeOption('randomBrightness', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [smallest, largest] = this.#valueRange;
    const [lower, upper] = this.#range;
    const size = largest - smallest;
    const added = drawForEach(key, images.shape[0], [lower * size, upper * size]);
    return clipByValue(add(images, added), smallest, largest);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, adds a random part of the value range to each image, the same to every pixel, and clips.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomBrightness(options: RandomBrightnessOptions): RandomBrightness {
  return new RandomBrightness(options);
}
