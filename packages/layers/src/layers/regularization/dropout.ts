/** Sets a random share of its input to zero while training. */
import type { RandomKey } from '@isograd/core';
import { mul, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { share } from '../../option-checks.js';
import { MaskedDropout, type MaskedDropoutOptions } from './masked-dropout.js';

/** Options of `dropout`, with Keras's names. */
export interface DropoutOptions extends MaskedDropoutOptions {
  /** Share that is set to zero, from 0 to 1. */
  readonly rate: number;
}

/** The layer behind `dropout`. */
export class Dropout extends MaskedDropout {
  readonly className: string = 'Dropout';

  /** @param where - Name of the factory, for messages. */
  constructor(options: DropoutOptions, where = 'dropout') {
    super(where, options, share(where, 'rate', options.rate));
  }

  protected override disturb(x: Tensor, key: RandomKey): Tensor {
    if (this.rate === 1) return zerosLike(x);
    return mul(x, mul(this.drawMask(x.shape, key), 1 / (1 - this.rate)));
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
