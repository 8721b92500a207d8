/** Adds normal noise while training. */
import { random, type RandomKey } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { nonNegativeNumber } from '../../option-checks.js';
import { NoiseLayer, type NoiseOptions } from './noise-layer.js';

/** Options of `gaussianNoise`, with Keras's names. */
export interface GaussianNoiseOptions extends NoiseOptions {
  /** Standard deviation of the noise, at least 0 (Keras: at most 1). */
  readonly stddev: number;
}

/** The layer behind `gaussianNoise`. */
export class GaussianNoise extends NoiseLayer {
  readonly className: string = 'GaussianNoise';
  readonly #stddev: number;

  constructor(options: GaussianNoiseOptions) {
    const stddev = nonNegativeNumber('gaussianNoise', 'stddev', options.stddev);
    super('gaussianNoise', options, stddev > 0);
    this.#stddev = stddev;
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), stddev: this.#stddev };
  }

  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    return add(x, random.normal(key, x.shape, 0, this.#stddev));
  }
}

/**
 * While training, adds noise with the normal distribution N(0, stddev²) to each element; otherwise passes its input
 * through.
 *
 * Input float32 of any shape, output of the same; weight `seedGeneratorState` int32 `[4]`, unless `stddev` is 0.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function gaussianNoise(options: GaussianNoiseOptions): GaussianNoise {
  return new GaussianNoise(options);
}
