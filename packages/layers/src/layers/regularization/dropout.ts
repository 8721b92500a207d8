/** Sets a random share of its input to zero while training. */
import { type PartialShape, random, type RandomKey, type Shape } from '@isograd/core';
import { cast, mul, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { share } from '../../option-checks.js';
import type { ShapeList } from '../../tensor-list.js';
import { NoiseLayer, type NoiseOptions } from './noise-layer.js';
import { type NoiseShape, noiseShapeFor, readNoiseShape } from './noise-shape.js';

/** Options of `dropout`, with Keras's names. */
export interface DropoutOptions extends NoiseOptions {
  /** Share that is set to zero, from 0 to 1. */
  readonly rate: number;
  /** Shape of the mask, the batch axis included: 1 where all positions of an axis share it, null for the size of the input. Default: that of the input. */
  readonly noiseShape?: NoiseShape;
}

/** The layer behind `dropout`. */
export class Dropout extends NoiseLayer {
  readonly className: string = 'Dropout';
  readonly #rate: number;
  readonly #noiseShape: NoiseShape | undefined;

  /** @param where - Name of the factory, for messages. */
  constructor(options: DropoutOptions, where = 'dropout') {
    const rate = share(where, 'rate', options.rate);
    super(where, options, rate > 0);
    this.#rate = rate;
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
      rate: this.#rate,
      ...(this.#noiseShape === undefined ? {} : { noiseShape: this.#noiseShape }),
    };
  }

  /** Shape of the mask for an input. */
  protected maskShape(shape: Shape): Shape {
    return noiseShapeFor(this.label, this.#noiseShape, shape);
  }

  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    if (this.#rate === 1) return zerosLike(x);
    const kept = cast(random.bernoulli(key, this.maskShape(x.shape), 1 - this.#rate), 'float32');
    return mul(x, mul(kept, 1 / (1 - this.#rate)));
  }
}

/**
 * While training, sets each element to zero with probability `rate` and divides the others by 1 - rate;
 * otherwise passes its input through.
 *
 * The masks come from a key that the layer holds and advances each step: another mask each step, the same
 * ones for the same seed on every backend.
 *
 * Input float32 of any shape, output of the same; weight `seedGeneratorState` int32 `[4]`, unless `rate` is 0.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Srivastava et al.: "Dropout" (JMLR 2014)
 */
export function dropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}
