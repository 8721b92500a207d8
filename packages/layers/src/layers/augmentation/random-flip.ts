/** Mirrors images. */
import { random, type RandomKey } from '@isograd/core';
import { reverse, type Tensor, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { camelCase } from '../../named-option.js';
import { oneOf } from '../../option-checks.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Along which axes images are mirrored. */
export type FlipMode = 'horizontal' | 'vertical' | 'horizontalAndVertical';

/** Axes of `[batch, height, width, channels]`. */
const flippedAxes: { readonly [Mode in FlipMode]: readonly number[] } = {
  horizontal: [2],
  vertical: [1],
  horizontalAndVertical: [1, 2],
};

/** Options of `randomFlip`, with Keras's names. */
export interface RandomFlipOptions extends RandomImagesOptions {
  /** Default: horizontalAndVertical. */
  readonly mode?: FlipMode;
}

/** The layer behind `randomFlip`. */
export class RandomFlip extends RandomImages {
  readonly className: string = 'RandomFlip';
  readonly #mode: FlipMode;

  constructor(options: RandomFlipOptions = {}) {
    super('randomFlip', options);
    const { mode = 'horizontalAndVertical' } = options;
    const spelled = typeof mode === 'string' ? camelCase(mode) : mode;
    this.#mode = oneOf('randomFlip', 'mode', spelled, ['horizontal', 'vertical', 'horizontalAndVertical']);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const flips = random.bernoulli(key, [images.shape[0], 1, 1, 1]);
    return where(flips, reverse(images, [...flippedAxes[this.#mode]]), images);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), mode: this.#mode };
  }
}

/**
 * While training, mirrors each image with probability 1/2: left and right, top and bottom, or both at once.
 *
 * Both axes share one draw, as in Keras 3 (tf.keras draws for each; chain a horizontal and a vertical layer for that).
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @example
 * import { conv2d, randomFlip, randomRotation, sequential } from '@isograd/layers';
 * const model = sequential({
 *   layers: [
 *     randomFlip({ mode: 'horizontal', inputShape: [28, 28, 1] }),
 *     randomRotation({ factor: 0.05 }),
 *     conv2d({ filters: 8, kernelSize: 3 }),
 *   ],
 * });
 */
export function randomFlip(options: RandomFlipOptions = {}): RandomFlip {
  return new RandomFlip(options);
}
