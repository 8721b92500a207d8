/** Cuts boxes out of images. */
import { random, type PartialShape, type RandomKey } from '@isograd/core';
import {
  concat,
  floor,
  image,
  mul,
  ones,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  zeros,
} from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import type { LayerConfig } from '../../layer.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { croppedBox, type ImageSize } from '../reshaping/aspect-ratio.js';
import { resizeImages } from '../reshaping/resize-images.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomCrop`, with Keras's names. */
export interface RandomCropOptions extends RandomImagesOptions {
  /** Height of the output. */
  readonly height: number;
  /** Width of the output. */
  readonly width: number;
}

/** The layer behind `randomCrop`. */
export class RandomCrop extends RandomImages {
  readonly className: string = 'RandomCrop';
  readonly #size: ImageSize;

  constructor(options: RandomCropOptions) {
    super('randomCrop', options);
    const { height, width } = options;
    this.#size = [positiveInteger('randomCrop', 'height', height), positiveInteger('randomCrop', 'width', width)];
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [batch = null, , , channels = null] = super.computeOutputShape(inputShapes);
    return [batch, ...this.#size, channels];
  }

  override call(inputs: TensorList, context: CallContext): Tensor {
    const images = super.call(inputs, context);
    return context.training ? images : this.#resized(images);
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [batch, imageHeight, imageWidth] = images.shape;
    const [height, width] = this.#size;
    if (imageHeight < height || imageWidth < width) return this.#resized(images);
    const [topKey, leftKey] = random.split(key, 2) as [RandomKey, RandomKey];
    const start = (of: RandomKey, room: number): Tensor => floor(mul(random.uniform(of, [batch, 1]), room + 1));
    const [one, none] = [ones([batch, 1]), zeros([batch, 1])];
    const left = start(leftKey, imageWidth - width);
    const top = start(topKey, imageHeight - height);
    const transforms = concat([one, none, left, none, one, top, none, none], 1) as Tensor2D; // [batch, 8]
    return image.transform(images, transforms, 'nearest', 'constant', 0, [height, width]);
  }

  /** The largest box of the aspect ratio of the output, in the middle, resized. */
  #resized(images: Tensor): Tensor {
    const [batch = 0, imageHeight = 0, imageWidth = 0, channels = 0] = images.shape;
    const { top, left, height, width } = croppedBox([imageHeight, imageWidth], this.#size);
    const middle = slice(images, [0, top, left, 0], [batch, height, width, channels]);
    return resizeImages(middle, this.#size, { interpolation: 'bilinear', antialias: false });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), height: this.#size[0], width: this.#size[1] };
  }
}

/**
 * While training, cuts a box of the given size out of each image, anywhere with the same probability. In inference, and
 * where images are smaller than the box, takes the largest box of its aspect ratio in the middle and resizes it
 * (bilinear).
 *
 * Each image has a place of its own (Keras: one place for the whole batch).
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function randomCrop(options: RandomCropOptions): RandomCrop {
  return new RandomCrop(options);
}
