/** Turns the colors of images around the color circle. */
import { random, type RandomKey } from '@isograd/core';
import {
  abs,
  add,
  clipByValue,
  div,
  equal,
  max,
  maximum,
  min,
  mod,
  mul,
  split,
  sub,
  type Tensor,
  type Tensor4D,
  tensor1d,
  where,
} from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomHue`, with Keras's names. */
export interface RandomHueOptions extends RandomImagesOptions {
  /** Part of half the color circle, from 0 to 1, in either direction; one number f stands for [0, f]. */
  readonly factor: Factor;
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** Smallest chroma that has a hue, as a part of the value range. */
const smallestChroma = 1e-7;

/** The layer behind `randomHue`. */
export class RandomHue extends RandomImages {
  readonly className: string = 'RandomHue';
  protected override readonly neededChannels: number = 3;
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #valueRange: Range;

  constructor(options: RandomHueOptions) {
    super('randomHue', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomHue', 'factor', options.factor, { least: 0, most: 1 });
    this.#valueRange = valueRangeOption('randomHue', options.valueRange);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [signKey, angleKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const [smallest, largest] = this.#valueRange;
    const [batch] = images.shape;
    const sixths = drawForEach(angleKey, batch, [3 * this.#range[0], 3 * this.#range[1]]);
    const turns = where(random.bernoulli(signKey, [batch, 1, 1, 1]), sixths, mul(sixths, -1));
    const turned = turnHue(images, turns, smallestChroma * (largest - smallest));
    return clipByValue(turned, smallest, largest);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor, valueRange: this.#valueRange };
  }
}

/**
 * Images with another hue.
 *
 * @param turns - `[batch, 1, 1, 1]`, in sixths of the circle.
 * @param least - Below this chroma a pixel is gray.
 */
function turnHue(images: Tensor4D, turns: Tensor, least: number): Tensor {
  const [red, green, blue] = split(images, 3, -1) as [Tensor, Tensor, Tensor]; // [batch, height, width, 1] each
  const brightest = max(images, -1, true);
  const chroma = sub(brightest, min(images, -1, true));
  const distance = (from: Tensor, to: Tensor): Tensor => div(sub(to, from), maximum(chroma, least));
  const hue = where(
    equal(brightest, red),
    distance(blue, green),
    where(equal(brightest, green), add(distance(red, blue), 2), add(distance(green, red), 4)),
  ); // in sixths of the circle, from red
  const places = mod(add(add(hue, turns), tensor1d([5, 3, 1])), 6); // [batch, height, width, 3]
  // How much of the chroma a channel lacks: nothing for two sixths of the circle, all of it for two others.
  const lack = clipByValue(sub(2, abs(sub(places, 2))), 0, 1);
  return sub(brightest, mul(chroma, lack));
}

/**
 * While training, turns the hue of each image (H of the HSV color model) by a random angle, π · u in either direction,
 * and keeps saturation and value.
 *
 * Input float32 or int32 `[batch, height, width, 3]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT @throws {ShapeError} IMAGE_CHANNELS
 * @see A. R. Smith: "Color Gamut Transform Pairs" (SIGGRAPH 1978)
 */
export function randomHue(options: RandomHueOptions): RandomHue {
  return new RandomHue(options);
}
