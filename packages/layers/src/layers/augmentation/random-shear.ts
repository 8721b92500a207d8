/** Slants images. */
import { random, type RandomKey } from '@isograd/core';
import { cast, mul, sub } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, factorRange, type Range } from './factor.js';
import { type AffineMap, forEachImage, RandomAffine, type RandomAffineOptions } from './random-affine.js';

/** Options of `randomShear`, with Keras's names. */
export interface RandomShearOptions extends RandomAffineOptions {
  /** How far a row moves for each row down, from 0 to 1; one number f stands for [-f, f]. Default: 0. */
  readonly xFactor?: Factor;
  /** How far a column moves for each column to the right, from 0 to 1; one number f stands for [-f, f]. Default: 0. */
  readonly yFactor?: Factor;
}

/** A single number stands for both directions. */
const bounds = { least: 0, most: 1, single: (factor: number): Range => [-factor, factor] };

/** The layer behind `randomShear`. */
export class RandomShear extends RandomAffine {
  readonly className: string = 'RandomShear';
  readonly #xFactor: Factor;
  readonly #yFactor: Factor;
  readonly #xRange: Range;
  readonly #yRange: Range;

  constructor(options: RandomShearOptions = {}) {
    super('randomShear', options);
    const { xFactor = 0, yFactor = 0 } = options;
    this.#xFactor = xFactor;
    this.#yFactor = yFactor;
    this.#xRange = factorRange('randomShear', 'xFactor', xFactor, bounds);
    this.#yRange = factorRange('randomShear', 'yFactor', yFactor, bounds);
  }

  protected override drawMap(key: RandomKey, batch: number): AffineMap {
    const [xKey, yKey, signKey] = random.split(key, 3) as [RandomKey, RandomKey, RandomKey];
    const signs = sub(mul(cast(random.bernoulli(signKey, [batch, 1]), 'float32'), 2), 1);
    const shear = (of: RandomKey, [lower, upper]: Range) => mul(random.uniform(of, [batch, 1], lower, upper), signs);
    const [one, none] = [forEachImage(batch, 1), forEachImage(batch, 0)];
    return { fromX: [one, shear(xKey, this.#xRange), none], fromY: [shear(yKey, this.#yRange), one, none] };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), xFactor: this.#xFactor, yFactor: this.#yFactor };
  }
}

/**
 * While training, slants each image about its upper left pixel: a pixel comes from (x + s y, y + t x), s and t uniform
 * in their ranges, both with a random sign that they share.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomShear(options: RandomShearOptions = {}): RandomShear {
  return new RandomShear(options);
}
