/** Blurs images. */
import { random, type RandomKey } from '@isograd/core';
import {
  clipByValue,
  depthwiseConv2d,
  div,
  exp,
  mul,
  neg,
  reshape,
  slice,
  square,
  sum,
  type Tensor,
  tensor1d,
  type Tensor4D,
  tile,
  where,
} from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { integerPerAxis } from '../../option-checks.js';
import { chanceForEach } from './chances.js';
import { type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Added to the standard deviation, which may be 0. */
const epsilon = 1e-6;

/** A larger kernel than this has nothing but zeros at its ends, for the largest standard deviation. */
const largestKernel = 31;

/** Options of `randomGaussianBlur`, with Keras's names. */
export interface RandomGaussianBlurOptions extends RandomImagesOptions {
  /** Probability for each image, from 0 to 1, itself drawn from its range; one number f stands for [0, f]. Default: 1. */
  readonly factor?: Factor;
  /** Width and height of the kernel, odd. Default: 3. */
  readonly kernelSize?: number | readonly [width: number, height: number];
  /** Standard deviation, from 0 to 1 pixel; one number s stands for [0, s]. Default: 1. */
  readonly sigma?: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomGaussianBlur`. */
export class RandomGaussianBlur extends RandomImages {
  readonly className: string = 'RandomGaussianBlur';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #kernelSize: readonly number[];
  readonly #sigma: Factor;
  readonly #sigmaRange: Range;
  readonly #valueRange: Range;

  constructor(options: RandomGaussianBlurOptions = {}) {
    super('randomGaussianBlur', options);
    const factory = 'randomGaussianBlur';
    const { factor = 1, kernelSize = 3, sigma = 1 } = options;
    const bounds = { least: 0, most: 1 };
    this.#factor = factor;
    this.#range = factorRange(factory, 'factor', factor, bounds);
    this.#kernelSize = integerPerAxis(factory, 'kernelSize', kernelSize, 2);
    if (this.#kernelSize.some((size) => size % 2 === 0 || size > largestKernel)) {
      throw badOption(factory, 'kernelSize', kernelSize, `odd numbers up to ${largestKernel}`);
    }
    this.#sigma = sigma;
    this.#sigmaRange = factorRange(factory, 'sigma', sigma, bounds);
    this.#valueRange = valueRangeOption(factory, options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [chanceKey, sigmaKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const [lower, upper] = this.#sigmaRange;
    const sigmas = random.uniform(sigmaKey, [2], lower + epsilon, upper + epsilon);
    const [batch, , , channels] = images.shape;
    const blurred = this.#kernelSize.reduce((x, size, place) => {
      const sigma = slice(sigmas, [place], [1]);
      const shape: [number, number, number, number] = place === 0 ? [1, size, 1, 1] : [size, 1, 1, 1];
      const kernel = tile(reshape(gaussian(size, sigma), shape), [1, 1, channels, 1]);
      return depthwiseConv2d(x, kernel as Tensor4D, 1, 'same');
    }, images);
    const chosen = where(chanceForEach(chanceKey, batch, this.#range), blurred, images);
    return clipByValue(chosen, ...this.#valueRange);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      factor: this.#factor,
      kernelSize: this.#kernelSize,
      sigma: this.#sigma,
      valueRange: this.#valueRange,
    };
  }
}

/** Weights exp(-x² / 2σ²) of the places around a pixel, of sum 1: `[size]`. */
function gaussian(size: number, sigma: Tensor): Tensor {
  const places = Array.from({ length: size }, (_, index) => index - (size - 1) / 2);
  const weights = exp(neg(mul(square(div(tensor1d(places), sigma)), 0.5)));
  return div(weights, sum(weights));
}

/**
 * While training, blurs some images by a Gaussian kernel, each chosen with a probability that is uniform in `factor`.
 * The standard deviations, one along the width and one along the height, are drawn once for the batch, as in Keras;
 * beyond the edges is 0.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape, clipped to the value range.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomGaussianBlur(options: RandomGaussianBlurOptions = {}): RandomGaussianBlur {
  return new RandomGaussianBlur(options);
}
