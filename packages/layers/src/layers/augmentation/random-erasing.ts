/** Covers boxes of images. */
import { random, type RandomKey } from '@isograd/core';
import { clipByValue, logicalAnd, mul, sqrt, type Tensor, type Tensor4D, tensor1d, where } from '@tensorflow/tfjs-core';
import type { PartialShape } from '@isograd/core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import type { ShapeList } from '../../tensor-list.js';
import { chanceForEach } from './chances.js';
import { drawForEach, type Factor, factorRange, type Range, valueRangeOption } from './factor.js';
import { drawBoxes } from './random-boxes.js';
import { RandomImages, type RandomImagesOptions } from './random-images.js';

/** Options of `randomErasing`, with Keras's names. */
export interface RandomErasingOptions extends RandomImagesOptions {
  /** Probability for each image, from 0 to 1, itself drawn from its range; one number f stands for [0, f]. Default: 1. */
  readonly factor?: Factor;
  /** Part of the image that is covered, from 0 to 1; one number s stands for [0, s]. Default: [0.02, 0.33]. */
  readonly scale?: Factor;
  /** What covers it: one number, or one for each channel. Default: normal noise times the largest value of a pixel. */
  readonly fillValue?: number | readonly number[];
  /** The smallest and the largest value of a pixel. Default: [0, 255]. */
  readonly valueRange?: readonly [smallest: number, largest: number];
}

/** The layer behind `randomErasing`. */
export class RandomErasing extends RandomImages {
  readonly className: string = 'RandomErasing';
  readonly #factor: Factor;
  readonly #range: Range;
  readonly #scale: Factor;
  readonly #scaleRange: Range;
  readonly #fillValue: number | readonly number[] | undefined;
  readonly #valueRange: Range;

  constructor(options: RandomErasingOptions = {}) {
    super('randomErasing', options);
    const { factor = 1, scale = [0.02, 0.33], fillValue } = options;
    const bounds = { least: 0, most: 1 };
    this.#factor = factor;
    this.#range = factorRange('randomErasing', 'factor', factor, bounds);
    this.#scale = scale;
    this.#scaleRange = factorRange('randomErasing', 'scale', scale, bounds);
    this.#fillValue = fillValueOption(fillValue);
    this.#valueRange = valueRangeOption('randomErasing', options.valueRange);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = super.computeOutputShape(inputShapes);
    const channels = shape.at(-1) ?? null;
    const fill = this.#fillValue;
    if (channels !== null && typeof fill === 'object' && fill.length !== channels) {
      throw badOption(this.label, 'fillValue', fill, `a number, or one for each of the ${channels} channels`);
    }
    return shape;
  }

  override augment(images: Tensor4D, key: RandomKey): Tensor {
    const [batch, height, width] = images.shape;
    const [chanceKey, heightKey, widthKey, placeKey, fillKey] = random.split(key, 5) as RandomKeys;
    const shares = {
      ofHeight: sqrt(drawForEach(heightKey, batch, this.#scaleRange)),
      ofWidth: sqrt(drawForEach(widthKey, batch, this.#scaleRange)),
    };
    const boxes = drawBoxes(placeKey, shares, [height, width]); // [batch, height, width, 1]
    const covered = logicalAnd(boxes, chanceForEach(chanceKey, batch, this.#range));
    return where(covered, this.#fill(fillKey, images.shape), images);
  }

  #fill(key: RandomKey, shape: readonly number[]): Tensor {
    const fill = this.#fillValue;
    const [smallest, largest] = this.#valueRange;
    if (fill === undefined) return clipByValue(mul(random.normal(key, shape), largest), smallest, largest);
    const values = typeof fill === 'number' ? [fill] : fill;
    return tensor1d(values.map((value) => Math.min(Math.max(value, smallest), largest)));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      factor: this.#factor,
      scale: this.#scale,
      ...(this.#fillValue === undefined ? {} : { fillValue: this.#fillValue }),
      valueRange: this.#valueRange,
    };
  }
}

type RandomKeys = [RandomKey, RandomKey, RandomKey, RandomKey, RandomKey];

function fillValueOption(value: unknown): number | readonly number[] | undefined {
  if (value === undefined) return undefined;
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (numbers.length > 0 && numbers.every(Number.isFinite)) return value as number | readonly number[];
  throw badOption('randomErasing', 'fillValue', value, 'a finite number, or one for each channel');
}

/**
 * While training, covers a box of some images, each chosen with a probability that is uniform in `factor`. The box takes
 * √u of the height and √v of the width, u and v uniform in `scale`, anywhere in the image. What covers it is clipped to
 * the value range.
 *
 * Input float32 or int32 `[batch, height, width, channels]`, output float32 of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @see Zhong et al.: "Random Erasing Data Augmentation" (2017), arXiv 1708.04896
 */
export function randomErasing(options: RandomErasingOptions = {}): RandomErasing {
  return new RandomErasing(options);
}
