/** Dropout that keeps the mean and the variance of its input, for networks with selu. */
import type { RandomKey } from '@isograd/core';
import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { fraction } from '../../option-checks.js';
import { MaskedDropout, type MaskedDropoutOptions } from './masked-dropout.js';

/** Options of `alphaDropout`, with Keras's names. */
export interface AlphaDropoutOptions extends MaskedDropoutOptions {
  /** Share that is dropped, from 0 up to, not including, 1 (Keras takes 1 too, and gives NaN). */
  readonly rate: number;
}

/** What selu tends to for large negative inputs, -alpha · scale, takes the place of what is dropped. */
const saturation = -1.6732632423543772 * 1.0507009873554805;

/** The layer behind `alphaDropout`. */
export class AlphaDropout extends MaskedDropout {
  readonly className: string = 'AlphaDropout';

  constructor(options: AlphaDropoutOptions) {
    super('alphaDropout', options, fraction('alphaDropout', 'rate', options.rate));
  }

  /** a · (kept · x + (1 - kept) · saturation) + b, in the order kept · a · (x - saturation) + a · saturation + b. */
  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    const factor = ((1 - this.rate) * (1 + this.rate * saturation ** 2)) ** -0.5;
    const kept = mul(this.drawMask(x.shape, key), factor);
    return add(mul(kept, sub(x, saturation)), factor * saturation * (1 - this.rate));
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
