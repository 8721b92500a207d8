/** Pastes boxes of other images of the batch into images, and mixes their labels. */
import { random, type RandomKey } from '@isograd/core';
import { cast, mean, reshape, sqrt, sub, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { type Factor, factorRange, type Range } from './factor.js';
import { type MixedImages, MixedPairs } from './mixed-pairs.js';
import { drawBoxes } from './random-boxes.js';
import type { RandomImagesOptions } from './random-images.js';
import { drawSymmetricBeta } from './symmetric-beta.js';

/** Keeps the parameter of the distribution above 0. */
const epsilon = 1e-6;

/** Options of `cutMix`, with Keras's names. */
export interface CutMixOptions extends RandomImagesOptions {
  /** Parameter of the beta distribution, from 0 to 1, itself drawn from its range; one number f stands for [0, f]. Default: 1. */
  readonly factor?: Factor;
}

/** The layer behind `cutMix`. */
export class CutMix extends MixedPairs {
  readonly className: string = 'CutMix';
  readonly #factor: Factor;
  readonly #range: Range;

  constructor(options: CutMixOptions = {}) {
    super('cutMix', options);
    const { factor = 1 } = options;
    this.#factor = factor;
    this.#range = factorRange('cutMix', 'factor', factor, { least: 0, most: 1 });
  }

  protected override mix(images: Tensor4D, others: Tensor4D, key: RandomKey): MixedImages {
    const [batch, height, width] = images.shape;
    const [alphaKey, weightKey, placeKey] = random.split(key, 3) as [RandomKey, RandomKey, RandomKey];
    const [lower, upper] = this.#range;
    const alpha = random.uniform(alphaKey, [], lower + epsilon, upper + epsilon);
    const kept = drawSymmetricBeta(weightKey, alpha, batch);
    const part = reshape(sqrt(sub(1, kept)), [-1, 1, 1, 1]);
    const boxes = drawBoxes(placeKey, { ofHeight: part, ofWidth: part }, [height, width]);
    const pasted = mean(cast(boxes, 'float32'), [1, 2], true); // [batch, 1, 1, 1]
    return { images: where(boxes, others, images), weights: sub(1, pasted) };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), factor: this.#factor };
  }
}

/**
 * While training, pastes a box of another image of the batch into each image: the box has √(1 - w) of its height and
 * width, w drawn from Beta(a, a) for each image, a uniform in `factor` for the batch. Labels are mixed by the part of
 * the pixels that was pasted, as in the paper (Keras: by the size of the box before it is fitted to pixels).
 *
 * Inputs float32 or int32 `[batch, height, width, channels]` and, if there are labels, float32 `[batch, classes]`;
 * outputs float32 of the same shapes, one for each input. Keras takes the pair as a dictionary.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @throws {ShapeError} IMAGES_AND_LABELS, LABEL_SHAPE @throws {DTypeError} LABEL_DTYPE
 * @see Yun et al.: "CutMix" (2019), arXiv 1905.04899
 */
export function cutMix(options: CutMixOptions = {}): CutMix {
  return new CutMix(options);
}
