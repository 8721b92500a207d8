/** What layers that move the pixels of images along straight lines share: one affine map for each image. */
import type { RandomKey } from '@isograd/core';
import { concat, image, ones, type Tensor, type Tensor2D, type Tensor4D, zeros } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { finiteNumber, oneOf } from '../../option-checks.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** What lies outside of an image. */
export type FillMode = 'constant' | 'nearest' | 'reflect' | 'wrap';

/** Options of every layer that moves pixels, with Keras's names. */
export interface RandomAffineOptions extends RandomImagesOptions {
  /**
   * What lies outside of the image: `constant`, which is `fillValue`; `nearest`, the pixel at the edge; `reflect`, the
   * mirrored image (dcba|abcd|dcba); `wrap`, the image again (as in TensorFlow, whose period is size - 1 from the second
   * copy on). Default: reflect.
   */
  readonly fillMode?: FillMode;
  /** Default: bilinear. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** Default: 0. */
  readonly fillValue?: number;
}

/** Where a pixel of the result comes from: (a x + b y + c, d x + e y + f); each `[batch, 1]`. */
export interface AffineMap {
  readonly fromX: readonly [a: Tensor, b: Tensor, c: Tensor];
  readonly fromY: readonly [d: Tensor, e: Tensor, f: Tensor];
}

/** Base class of the layers that move pixels. */
export abstract class RandomAffine extends RandomImages {
  readonly #fillMode: FillMode;
  readonly #interpolation: 'nearest' | 'bilinear';
  readonly #fillValue: number;

  constructor(factory: string, options: RandomAffineOptions) {
    super(factory, options);
    const { fillMode = 'reflect', interpolation = 'bilinear', fillValue = 0 } = options;
    this.#fillMode = oneOf(factory, 'fillMode', fillMode, ['constant', 'nearest', 'reflect', 'wrap']);
    this.#interpolation = oneOf(factory, 'interpolation', interpolation, ['nearest', 'bilinear']);
    this.#fillValue = finiteNumber(factory, 'fillValue', fillValue);
  }

  /** The map of each image, drawn at random. */
  protected abstract drawMap(key: RandomKey, batch: number, height: number, width: number): AffineMap;

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [batch, height, width] = images.shape;
    const { fromX, fromY } = this.drawMap(key, batch, height, width);
    const transforms = concat([...fromX, ...fromY, zeros([batch, 2])], 1) as Tensor2D; // [batch, 8]
    return image.transform(images, transforms, this.#interpolation, this.#fillMode, this.#fillValue);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      fillMode: this.#fillMode,
      interpolation: this.#interpolation,
      fillValue: this.#fillValue,
    };
  }
}

/** The same coefficient for each image: float32 `[batch, 1]` of ones or zeros. */
export function forEachImage(batch: number, value: 0 | 1): Tensor {
  return value === 0 ? zeros([batch, 1]) : ones([batch, 1]);
}
