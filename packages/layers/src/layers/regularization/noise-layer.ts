/** What layers that disturb their input while training share. */
import type { PartialShape, RandomKey } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { seedOption } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';

/** Options of every layer that draws at random while training. */
export interface NoiseOptions extends LayerOptions {
  /** Seed of the draws. Default: drawn from the seed of the model. */
  readonly seed?: number;
}

/** Passes its input through unless it trains; the draws come from a key that it holds and advances each step. */
export abstract class NoiseLayer extends Layer {
  override readonly supportsMasking: boolean = true;
  readonly #seed: number | undefined;
  readonly #isActive: boolean;
  #keys: SeedGenerator | undefined;

  /**
   * @param where - Name of the factory, for messages.
   * @param isActive - Whether training changes anything; a layer that never does has no key.
   */
  constructor(where: string, options: NoiseOptions, isActive: boolean) {
    super(options);
    this.#seed = seedOption(where, options.seed);
    this.#isActive = isActive;
  }

  /** The disturbed input. */
  protected abstract disturb(x: Tensor, key: RandomKey): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override build(_inputShapes: ShapeList): void {
    if (this.#isActive) this.#keys = this.addSeedGenerator(this.#seed);
  }

  override call([x]: TensorList, { training }: CallContext): Tensor {
    if (!training || this.#keys === undefined) return x.clone();
    this.computeOutputShape([x.shape]);
    return this.disturb(x, this.#keys.next());
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...(this.#seed === undefined ? {} : { seed: this.#seed }) };
  }
}
