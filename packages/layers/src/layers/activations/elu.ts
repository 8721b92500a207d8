/** The exponential linear unit as a layer. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { elu as eluFunction } from '../../activations/exponential-units.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { finiteNumber } from '../../option-checks.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `elu`, with Keras's names. */
export interface EluOptions extends LayerOptions {
  /** Default: 1. */
  readonly alpha?: number;
}

/** The layer behind `elu`. */
export class ELU extends ActivationLayer {
  readonly className: string = 'ELU';
  readonly #alpha: number;

  constructor(options: EluOptions = {}) {
    super(options);
    this.#alpha = finiteNumber('elu', 'alpha', options.alpha ?? 1);
  }

  protected override activate(x: Tensor): Tensor {
    return eluFunction(x, { alpha: this.#alpha });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), alpha: this.#alpha };
  }
}

/**
 * The exponential linear unit: x where x > 0, alpha · (e^x - 1) elsewhere.
 *
 * Input and output float32 of any shape.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Clevert et al.: "Fast and Accurate Deep Network Learning by Exponential Linear Units" (2016)
 */
export function elu(options: EluOptions = {}): ELU {
  return new ELU(options);
}
