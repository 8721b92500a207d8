/** Turns what is bright in images into its negative. */
import { random, type RandomKey } from '@isograd/core';
import { add, clipByValue, less, sub, type Tensor, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `solarization`, with Keras's names. */
export interface SolarizationOptions extends RandomImagesOptions {
  /** Part of the value range that is added first, from 0 to 1; one number f stands for [0, f]. Default: 0. */
  readonly additionFactor?: Factor;
  /** Part of the value range from which pixels are inverted, 0 to 1; one number f stands for [0, f]. Default: 0. */
  readonly thresholdFactor?: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `solarization`. */
export class Solarization extends RandomImages {
  readonly className: string = 'Solarization';
  readonly #additionFactor: Factor;
  readonly #thresholdFactor: Factor;
  readonly #additionRange: Range;
  readonly #thresholdRange: Range;
  readonly #valueRange: Range;

  constructor(options: SolarizationOptions = {}) {
    super('solarization', options);
    const { additionFactor = 0, thresholdFactor = 0 } = options;
    const bounds = { least: 0, most: 1 };
    this.#additionFactor = additionFactor;
    this.#thresholdFactor = thresholdFactor;
    this.#additionRange = factorRange('solarization', 'additionFactor', additionFactor, bounds);
    this.#thresholdRange = factorRange('solarization', 'thresholdFactor', thresholdFactor, bounds);
    this.#valueRange = valueRangeOption('solarization', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [additionKey, thresholdKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const [smallest, largest] = this.#valueRange;
    const size = largest - smallest;
    const draw = (of: RandomKey, [lower, upper]: Range, from: number): Tensor =>
      drawForEach(of, images.shape[0], [from + lower * size, from + upper * size]);
    const lighter = add(images, draw(additionKey, this.#additionRange, 0));
    const clipped = clipByValue(lighter, smallest, largest);
    const isDark = less(clipped, draw(thresholdKey, this.#thresholdRange, smallest));
    return where(isDark, clipped, sub(smallest + largest, clipped));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      additionFactor: this.#additionFactor,
      thresholdFactor: this.#thresholdFactor,
      valueRange: this.#valueRange,
    };
  }
}

/**
 * While training, adds a random part of the value range to each image, clips it, and inverts the pixels from a random
 * threshold on; with the defaults it inverts all of them.
 *
 * The lower ends count as parts of the value range, like the upper ones (Keras 3.15 takes the lower as bytes).
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function solarization(options: SolarizationOptions = {}): Solarization {
  return new Solarization(options);
}
