/** The Gaussian error linear unit as a layer. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { gelu as geluFunction } from '../../activations/smooth-rectifiers.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `gelu`. */
export interface GeluOptions extends LayerOptions {
  /** Whether the distribution function is approximated by means of tanh. Default: false. */
  readonly approximate?: boolean;
}

/** The layer behind `gelu`. */
export class GELU extends ActivationLayer {
  readonly className: string = 'GELU';
  readonly #approximate: boolean;

  constructor(options: GeluOptions = {}) {
    super(options);
    this.#approximate = booleanOption('gelu', 'approximate', options.approximate ?? false);
  }

  protected override activate(x: Tensor): Tensor {
    return geluFunction(x, { approximate: this.#approximate });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), approximate: this.#approximate };
  }
}

/**
 * The Gaussian error linear unit: x Φ(x) with the normal distribution function Φ; PyTorch's layer (Keras has the function alone).
 *
 * Input and output float32 of any shape.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Hendrycks and Gimpel: "Gaussian Error Linear Units" (2016)
 */
export function gelu(options: GeluOptions = {}): GELU {
  return new GELU(options);
}
