/** Dropout that keeps the mean and the variance of its input, for networks with selu. */
import { type PartialShape, random, type RandomKey } from '@isograd/core';
import { add, cast, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { fraction } from '../../option-checks.js';
import type { ShapeList } from '../../tensor-list.js';
import { NoiseLayer, type NoiseOptions } from './noise-layer.js';
import { type NoiseShape, noiseShapeFor, readNoiseShape } from './noise-shape.js';

/** Options of `alphaDropout`, with Keras's names. */
export interface AlphaDropoutOptions extends NoiseOptions {
  /** Share that is dropped, from 0 up to, not including, 1 (Keras takes 1 too, and gives NaN). */
  readonly rate: number;
  /** Shape of the mask, the batch axis included: 1 where all positions of an axis share it, null for the size of the input. Default: that of the input. */
  readonly noiseShape?: NoiseShape;
}

/** What selu tends to for large negative inputs, -alpha · scale, takes the place of what is dropped. */
const saturation = -1.6732632423543772 * 1.0507009873554805;

/** The layer behind `alphaDropout`. */
export class AlphaDropout extends NoiseLayer {
  readonly className: string = 'AlphaDropout';
  readonly #rate: number;
  readonly #noiseShape: NoiseShape | undefined;

  constructor(options: AlphaDropoutOptions) {
    const rate = fraction('alphaDropout', 'rate', options.rate);
    super('alphaDropout', options, rate > 0);
    this.#rate = rate;
    this.#noiseShape = readNoiseShape('alphaDropout', options.noiseShape);
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

  /** a · (kept · x + (1 - kept) · saturation) + b, in the order kept · a · (x - saturation) + a · saturation + b. */
  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    const factor = ((1 - this.#rate) * (1 + this.#rate * saturation ** 2)) ** -0.5;
    const shape = noiseShapeFor(this.label, this.#noiseShape, x.shape);
    const kept = mul(cast(random.bernoulli(key, shape, 1 - this.#rate), 'float32'), factor);
    return add(mul(kept, sub(x, saturation)), factor * saturation * (1 - this.#rate));
  }
}

/**
 * While training, replaces each element with probability `rate` by the value at which selu saturates, and then scales
 * and shifts all so that an input of mean 0 and variance 1 keeps both; otherwise passes its input through.
 *
 * Input float32 of any shape, output of the same; weight `seedGeneratorState` int32 `[4]`, unless `rate` is 0.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Klambauer et al.: "Self-Normalizing Neural Networks" (2017)
 */
export function alphaDropout(options: AlphaDropoutOptions): AlphaDropout {
  return new AlphaDropout(options);
}
