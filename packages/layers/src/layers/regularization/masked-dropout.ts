/** What layers that drop some elements of their input while training, and keep the others, share. */
import { type PartialShape, random, type RandomKey, type Shape } from '@isograd/core';
import { cast, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import type { ShapeList } from '../../tensor-list.js';
import { NoiseLayer, type NoiseOptions } from './noise-layer.js';
import { type NoiseShape, noiseShapeFor, readNoiseShape } from './noise-shape.js';

/** Options of every layer that drops elements. */
export interface MaskedDropoutOptions extends NoiseOptions {
  /** Shape of the mask, the batch axis included: 1 where all positions of an axis share it, null for the size of the input. Default: that of the input. */
  readonly noiseShape?: NoiseShape;
}

/** Draws which elements of the input stay. */
export abstract class MaskedDropout extends NoiseLayer {
  /** Share that is dropped. */
  protected readonly rate: number;
  readonly #noiseShape: NoiseShape | undefined;

  /**
   * @param where - Name of the factory, for messages.
   * @param rate - Share that is dropped, checked.
   */
  constructor(where: string, options: MaskedDropoutOptions, rate: number) {
    super(where, options, rate > 0);
    this.rate = rate;
    this.#noiseShape = readNoiseShape(where, options.noiseShape);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = super.computeOutputShape(inputShapes);
    noiseShapeFor(this.label, this.#noiseShape, shape);
    return shape;
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      rate: this.rate,
      ...(this.#noiseShape === undefined ? {} : { noiseShape: this.#noiseShape }),
    };
  }

  /** Shape of the mask for an input. */
  protected maskShape(shape: Shape): Shape {
    return noiseShapeFor(this.label, this.#noiseShape, shape);
  }

  /** float32 of `maskShape`: 1 for what stays, 0 for what is dropped. */
  protected drawMask(shape: Shape, key: RandomKey): Tensor {
    return cast(random.bernoulli(key, this.maskShape(shape), 1 - this.rate), 'float32');
  }
}
