/** Multiplies by normal noise while training. */
import { random, type RandomKey } from '@isograd/core';
import { mul, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { fraction } from '../../option-checks.js';
import { NoiseLayer, type NoiseOptions } from './noise-layer.js';

/** Options of `gaussianDropout`, with Keras's names. */
export interface GaussianDropoutOptions extends NoiseOptions {
  /** The noise has the standard deviation sqrt(rate / (1 - rate)), that of `dropout`; from 0 up to, not including, 1. */
  readonly rate: number;
}

/** The layer behind `gaussianDropout`. */
export class GaussianDropout extends NoiseLayer {
  readonly className: string = 'GaussianDropout';
  readonly #rate: number;

  constructor(options: GaussianDropoutOptions) {
    const rate = fraction('gaussianDropout', 'rate', options.rate);
    super('gaussianDropout', options, rate > 0);
    this.#rate = rate;
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), rate: this.#rate };
  }

  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    return mul(x, random.normal(key, x.shape, 1, Math.sqrt(this.#rate / (1 - this.#rate))));
  }
}

/**
 * While training, multiplies each element by noise with the normal distribution N(1, rate / (1 - rate)); otherwise passes
 * its input through.
 *
 * Input float32 of any shape, output of the same; weight `seedGeneratorState` int32 `[4]`, unless `rate` is 0.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Srivastava et al.: "Dropout" (JMLR 2014), section 10
 */
export function gaussianDropout(options: GaussianDropoutOptions): GaussianDropout {
  return new GaussianDropout(options);
}
