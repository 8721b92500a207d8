/** Turns images about their middle. */
import { random, type RandomKey } from '@isograd/core';
import { add, cos, mul, neg, sin, sub } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, factorRange, type Range } from './factor.js';
import { type AffineMap, RandomAffine, type RandomAffineOptions } from './random-affine.js';

/** Options of `randomRotation`, with Keras's names. */
export interface RandomRotationOptions extends RandomAffineOptions {
  /** Part of a full turn, from -1 to 1, counterclockwise where positive; one number f stands for [-f, f]. */
  readonly factor: Factor;
}

/** The layer behind `randomRotation`. */
export class RandomRotation extends RandomAffine {
  readonly className: string = 'RandomRotation';
  readonly #factor: Factor;
  readonly #range: Range;

  constructor(options: RandomRotationOptions) {
    super('randomRotation', options);
    this.#factor = options.factor;
    this.#range = factorRange('randomRotation', 'factor', options.factor, { least: -1, most: 1 });
  }

  protected override drawMap(key: RandomKey, batch: number, height: number, width: number): AffineMap {
    const [lower, upper] = this.#range;
    const angles = random.uniform(key, [batch, 1], 2 * Math.PI * lower, 2 * Math.PI * upper);
    const [cosine, sine] = [cos(angles), sin(angles)];
    const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2];
    const shiftX = sub(centerX, sub(mul(cosine, centerX), mul(sine, centerY)));
    const shiftY = sub(centerY, add(mul(sine, centerX), mul(cosine, centerY)));
    return { fromX: [cosine, neg(sine), shiftX], fromY: [sine, cosine, shiftY] };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor };
  }
}

/**
 * While training, turns each image about its middle by a random angle, uniform in 2π · [lower, upper].
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape. PyTorch's
 * `RandomRotation` takes degrees, fills with 0 and takes the nearest pixel.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomRotation(options: RandomRotationOptions): RandomRotation {
  return new RandomRotation(options);
}
