/** Shifts images. */
import { random, type RandomKey } from '@isograd/core';
import { neg } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, factorRange, type Range } from './factor.js';
import { type AffineMap, forEachImage, RandomAffine, type RandomAffineOptions } from './random-affine.js';

/** Options of `randomTranslation`, with Keras's names. */
export interface RandomTranslationOptions extends RandomAffineOptions {
  /** Part of the height, from -1 to 1, downwards where positive; one number f stands for [-f, f]. */
  readonly heightFactor: Factor;
  /** Part of the width, from -1 to 1, to the right where positive; one number f stands for [-f, f]. */
  readonly widthFactor: Factor;
}

/** The layer behind `randomTranslation`. */
export class RandomTranslation extends RandomAffine {
  readonly className: string = 'RandomTranslation';
  readonly #heightFactor: Factor;
  readonly #widthFactor: Factor;
  readonly #heightRange: Range;
  readonly #widthRange: Range;

  constructor(options: RandomTranslationOptions) {
    super('randomTranslation', options);
    const bounds = { least: -1, most: 1 };
    this.#heightFactor = options.heightFactor;
    this.#widthFactor = options.widthFactor;
    this.#heightRange = factorRange('randomTranslation', 'heightFactor', options.heightFactor, bounds);
    this.#widthRange = factorRange('randomTranslation', 'widthFactor', options.widthFactor, bounds);
  }

  protected override drawMap(key: RandomKey, batch: number, height: number, width: number): AffineMap {
    const [heightKey, widthKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const shift = (of: RandomKey, [lower, upper]: Range, size: number) =>
      random.uniform(of, [batch, 1], lower * size, upper * size);
    const [one, none] = [forEachImage(batch, 1), forEachImage(batch, 0)];
    return {
      fromX: [one, none, neg(shift(widthKey, this.#widthRange, width))],
      fromY: [none, one, neg(shift(heightKey, this.#heightRange, height))],
    };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), heightFactor: this.#heightFactor, widthFactor: this.#widthFactor };
  }
}

/**
 * While training, shifts each image by a random part of its height and width, uniform in their ranges.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomTranslation(options: RandomTranslationOptions): RandomTranslation {
  return new RandomTranslation(options);
}
