/** Sets a random share of its input to zero while training. */
import { type PartialShape, random } from '@isograd/core';
import { cast, mul, type Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { fraction, seedOption } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of `dropout`, with Keras's names. */
export interface DropoutOptions extends LayerOptions {
  /** Share that is set to zero, from 0 up to, not including, 1. */
  readonly rate: number;
  /** Seed of the masks. Default: drawn from the seed of the model. */
  readonly seed?: number;
}

/** The layer behind `dropout`. */
export class Dropout extends Layer {
  readonly className: string = 'Dropout';
  override readonly supportsMasking: boolean = true;
  readonly #rate: number;
  readonly #seed: number | undefined;
  #keys: SeedGenerator | undefined;

  constructor(options: DropoutOptions) {
    super(options);
    this.#rate = fraction('dropout', 'rate', options.rate);
    this.#seed = seedOption('dropout', options.seed);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override build(): void {
    if (this.#rate > 0) this.#keys = this.addSeedGenerator(this.#seed);
  }

  override call([x]: TensorList, { training }: CallContext): Tensor {
    if (!training || this.#keys === undefined) return x.clone();
    const kept = cast(random.bernoulli(this.#keys.next(), x.shape, 1 - this.#rate), 'float32');
    return mul(x, mul(kept, 1 / (1 - this.#rate)));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), rate: this.#rate, ...(this.#seed === undefined ? {} : { seed: this.#seed }) };
  }
}

/**
 * While training, sets each element to zero with probability `rate` and divides the others by 1 - rate;
 * otherwise passes its input through.
 *
 * The masks come from a key that the layer holds and advances each step: another mask each step, the same
 * ones for the same seed on every backend.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Srivastava et al.: "Dropout" (JMLR 2014)
 */
export function dropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}
