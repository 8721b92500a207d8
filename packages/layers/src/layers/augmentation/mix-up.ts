/** Blends images, and their labels, with others of the batch. */
import type { RandomKey } from '@isograd/core';
import { reshape, scalar, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { positiveNumber } from '../../option-checks.js';
import { blend, type MixedImages, MixedPairs } from './mixed-pairs.js';
import type { RandomImagesOptions } from './random-images.js';
import { drawSymmetricBeta } from './symmetric-beta.js';

/** Options of `mixUp`, with Keras's names. */
export interface MixUpOptions extends RandomImagesOptions {
  /** Parameter of the beta distribution, above 0: small ones leave most images nearly as they are. Default: 0.2. */
  readonly alpha?: number;
}

/** The layer behind `mixUp`. */
export class MixUp extends MixedPairs {
  readonly className: string = 'MixUp';
  readonly #alpha: number;

  constructor(options: MixUpOptions = {}) {
    super('mixUp', options);
    this.#alpha = positiveNumber('mixUp', 'alpha', options.alpha ?? 0.2);
  }

  protected override mix(images: Tensor4D, others: Tensor4D, key: RandomKey): MixedImages {
    const draws = drawSymmetricBeta(key, scalar(this.#alpha), images.shape[0]);
    const weights = reshape(draws, [-1, 1, 1, 1]);
    return { images: blend(images, others, weights), weights };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), alpha: this.#alpha };
  }
}

/**
 * While training, blends each image with another of the batch: y = w · x + (1 - w) · other, w drawn from
 * Beta(alpha, alpha) for each image, and the labels by the same weights.
 *
 * Inputs float32 or int32 `[batch, height, width, channels]` and, if there are labels, float32 `[batch, classes]`;
 * outputs float32 of the same shapes, one for each input. Keras takes the pair as a dictionary.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @throws {ShapeError} IMAGES_AND_LABELS, LABEL_SHAPE @throws {DTypeError} LABEL_DTYPE
 * @see Zhang et al.: "mixup: Beyond Empirical Risk Minimization" (2017), arXiv 1710.09412
 * @example
 * import { input, mixUp } from '@isograd/layers';
 * const images = input({ shape: [32, 32, 3] });
 * const labels = input({ shape: [10], name: 'labels' });
 * const [mixedImages, mixedLabels] = mixUp({ alpha: 0.4 }).applyAll([images, labels]);
 */
export function mixUp(options: MixUpOptions = {}): MixUp {
  return new MixUp(options);
}
