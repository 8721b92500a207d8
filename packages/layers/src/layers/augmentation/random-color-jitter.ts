/** Changes brightness, contrast, saturation and hue of images. */
import { random, type RandomKey } from '@isograd/core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, type Range, valueRangeOption } from './factor.js';
import { RandomBrightness } from './random-brightness.js';
import { RandomContrast } from './random-contrast.js';
import { RandomHue } from './random-hue.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';
import { RandomSaturation } from './random-saturation.js';

/** Options of `randomColorJitter`, with Keras's names. */
export interface RandomColorJitterOptions extends RandomImagesOptions {
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
  /** As `factor` of `randomBrightness`. Default: brightness stays. */
  readonly brightnessFactor?: Factor;
  /** As `factor` of `randomContrast`. Default: contrast stays. */
  readonly contrastFactor?: Factor;
  /** As `factor` of `randomSaturation`. Default: saturation stays. */
  readonly saturationFactor?: Factor;
  /** As `factor` of `randomHue`. Default: hue stays. */
  readonly hueFactor?: Factor;
}

/** The layer behind `randomColorJitter`. */
export class RandomColorJitter extends RandomImages {
  readonly className: string = 'RandomColorJitter';
  protected override readonly neededChannels: number | undefined;
  readonly #valueRange: Range;
  readonly #factors: LayerConfig;
  /** In the order in which they are applied. */
  readonly #changes: readonly RandomImages[];

  constructor(options: RandomColorJitterOptions = {}) {
    super('randomColorJitter', options);
    const { brightnessFactor, contrastFactor, saturationFactor, hueFactor } = options;
    const valueRange = valueRangeOption('randomColorJitter', options.valueRange);
    const change = (
      Change: new (options: { factor: Factor; valueRange: Range }) => RandomImages,
      factor: Factor | undefined,
    ): RandomImages[] => (factor === undefined ? [] : [new Change({ factor, valueRange })]);
    const ofColors = [...change(RandomSaturation, saturationFactor), ...change(RandomHue, hueFactor)];
    this.#valueRange = valueRange;
    this.#changes = [
      ...change(RandomBrightness, brightnessFactor),
      ...change(RandomContrast, contrastFactor),
      ...ofColors,
    ];
    this.neededChannels = ofColors.length > 0 ? 3 : undefined;
    this.#factors = Object.fromEntries(
      Object.entries({ brightnessFactor, contrastFactor, saturationFactor, hueFactor }).filter(
        ([, factor]) => factor !== undefined,
      ),
    );
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    if (this.#changes.length === 0) return images.clone();
    const keys = random.split(key, this.#changes.length);
    return this.#changes.reduce<Tensor>((x, change, place) => {
      return change.augment(x as Tensor4D, keys[place] as RandomKey);
    }, images);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), valueRange: this.#valueRange, ...this.#factors };
  }
}

/**
 * While training, changes brightness, contrast, saturation and hue of each image, those of them that have a factor, in
 * this order, with draws of its own for each.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape; saturation and hue need
 * three channels.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT @throws {ShapeError} IMAGE_CHANNELS
 * @example
 * import { randomColorJitter, sequential } from '@isograd/layers';
 * const jitter = randomColorJitter({
 *   valueRange: [0, 1],
 *   brightnessFactor: 0.2,
 *   saturationFactor: [0.4, 0.6],
 *   inputShape: [32, 32, 3],
 * });
 * const model = sequential({ layers: [jitter] });
 */
export function randomColorJitter(options: RandomColorJitterOptions = {}): RandomColorJitter {
  return new RandomColorJitter(options);
}
