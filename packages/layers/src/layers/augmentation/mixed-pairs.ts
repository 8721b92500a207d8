/**
 * What layers that mix images of a batch with each other share: the images, and with them their labels, are mixed while
 * training and passed through otherwise.
 */
import { type PartialShape, random, type RandomKey } from '@isograd/core';
import { add, cast, gather, mul, reshape, sub, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { labelDType, labelShape, pairCount } from './augmentation-messages.js';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig } from '../../layer.js';
import { seedOption } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat } from '../data-format.js';
import type { RandomImagesOptions } from './random-images.js';

/** Images, mixed, and how much of the first image is in each: float32 `[batch, 1, 1, 1]`. */
export interface MixedImages {
  readonly images: Tensor;
  readonly weights: Tensor;
}

/** Base class of the layers that mix images and labels. */
export abstract class MixedPairs extends Layer {
  readonly #seed: number | undefined;
  #keys: SeedGenerator | undefined;

  constructor(factory: string, options: RandomImagesOptions) {
    super(options);
    this.#seed = seedOption(factory, options.seed);
    checkDataFormat(factory, options.dataFormat);
  }

  /** Mixes images with others. */
  protected abstract mix(images: Tensor4D, others: Tensor4D, key: RandomKey): MixedImages;

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const [images, labels, ...rest] = inputShapes;
    if (rest.length > 0) throw pairCount(this.label, inputShapes.length);
    const { batch } = spatialShape(this.label, images, 2);
    if (labels === undefined) return images;
    const [labelBatch = null] = labels;
    const isOther = batch !== null && labelBatch !== null && batch !== labelBatch;
    if (labels.length !== 2 || isOther) throw labelShape(this.label, labels, images);
    return [images, labels];
  }

  override build(_inputShapes: ShapeList): void {
    this.#keys = this.addSeedGenerator(this.#seed);
  }

  override call(inputs: TensorList, { training }: CallContext): Tensor | TensorList {
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const [x, labels] = inputs;
    if (labels !== undefined && labels.dtype !== 'float32') throw labelDType(this.label, labels);
    const images = (x.dtype === 'float32' ? x.clone() : cast(x, 'float32')) as Tensor4D;
    if (!training || this.#keys === undefined) return labels === undefined ? images : [images, labels.clone()];
    const [orderKey, mixKey] = random.split(this.#keys.next(), 2) as [RandomKey, RandomKey];
    const order = random.permutation(orderKey, images.shape[0]);
    const mixed = this.mix(images, gather(images, order), mixKey);
    if (labels === undefined) return mixed.images;
    return [mixed.images, blend(labels, gather(labels, order), reshape(mixed.weights, [-1, 1]))];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...(this.#seed === undefined ? {} : { seed: this.#seed }) };
  }
}

/** weight · x + (1 - weight) · other */
export function blend(x: Tensor, other: Tensor, weight: Tensor): Tensor {
  return add(mul(x, weight), mul(other, sub(1, weight)));
}
