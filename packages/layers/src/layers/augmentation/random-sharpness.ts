/** Sharpens and blurs images. */
import type { RandomKey } from '@isograd/core';
import {
  add,
  clipByValue,
  depthwiseConv2d,
  mul,
  sub,
  type Tensor,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Weights of a pixel and its eight neighbours in the blurred image, in thirteenths. */
const smoothing = [1, 1, 1, 1, 5, 1, 1, 1, 1] as const;

/** Options of `randomSharpness`, with Keras's names. */
export interface RandomSharpnessOptions extends RandomImagesOptions {
  /** From 0, the blurred image, over 0.5, the image itself, to 1, a sharpened one; one number f stands for [0, f]. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomSharpness`. */
export class RandomSharpness extends RandomImages {
  readonly className: string = 'RandomSharpness';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomSharpnessOptions) {
    super('randomSharpness', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomSharpness', 'factor', options.factor, { least: 0, most: 1 });
    this.#valueRange = valueRangeOption('randomSharpness', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [batch, , , channels] = images.shape;
    const weights = smoothing.flatMap((weight) => Array.from({ length: channels }, () => weight / 13));
    const smoothed = depthwiseConv2d(images, tensor4d(weights, [3, 3, channels, 1]), 1, 'same');
    const [lower, upper] = this.#range;
    const blur = drawForEach(key, batch, [1 - 2 * lower, 1 - 2 * upper]);
    return clipByValue(add(images, mul(sub(smoothed, images), blur)), ...this.#valueRange);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * While training, y = x + (1 - 2u) · (blurred - x), clipped to the value range: u uniform in its range for each image,
 * `blurred` the mean of the 3 x 3 pixels around each with weight 5 in the middle and 1 elsewhere, beyond the edges 0.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomSharpness(options: RandomSharpnessOptions): RandomSharpness {
  return new RandomSharpness(options);
}
