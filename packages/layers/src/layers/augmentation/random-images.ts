/**
 * What layers that change images at random share: they change them while training and pass them through otherwise,
 * every image of a batch by draws of its own, from a key that the layer holds.
 */
import type { PartialShape, RandomKey } from '@isograd/core';
import { cast, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { imageChannels } from './augmentation-messages.js';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { seedOption } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';

/** Options of every layer that changes images at random, with Keras's names. */
export interface RandomImagesOptions extends LayerOptions, DataFormatOptions {
  /** Seed of the draws. Default: drawn from the seed of the model. */
  readonly seed?: number;
}

/** Base class of the layers that change images at random. */
export abstract class RandomImages extends Layer {
  /** How many channels images must have, where it matters. */
  protected readonly neededChannels: number | undefined = undefined;
  readonly #seed: number | undefined;
  #keys: SeedGenerator | undefined;

  /** @param factory - Its name, for messages. */
  constructor(factory: string, options: RandomImagesOptions) {
    super(options);
    this.#seed = seedOption(factory, options.seed);
    checkDataFormat(factory, options.dataFormat);
  }

  /**
   * The changed images.
   *
   * @param images - float32 `[batch, height, width, channels]`
   * @param key - For the draws of this step.
   */
  abstract augment(images: Tensor4D, key: RandomKey): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { channels } = spatialShape(this.label, shape, 2);
    const needed = this.neededChannels;
    if (needed !== undefined && channels !== null && channels !== needed) {
      throw imageChannels(this.label, shape, needed);
    }
    return shape;
  }

  override build(_inputShapes: ShapeList): void {
    this.#keys = this.addSeedGenerator(this.#seed);
  }

  override call([x]: TensorList, { training }: CallContext): Tensor {
    this.computeOutputShape([x.shape]);
    const images = x.dtype === 'float32' ? x : cast(x, 'float32');
    if (!training || this.#keys === undefined) return images === x ? x.clone() : images;
    return this.augment(images as Tensor4D, this.#keys.next());
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...(this.#seed === undefined ? {} : { seed: this.#seed }) };
  }
}
