/** An activation function as a layer. */
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../../activations/activation-function.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `activation`. */
export interface ActivationOptions extends LayerOptions {
  /** A name, or a function that keeps the shape. */
  readonly activation: ActivationName | ActivationFunction;
}

/** The layer behind `activation`. */
export class Activation extends ActivationLayer {
  readonly className: string = 'Activation';
  readonly #option: ActivationName | ActivationFunction;
  readonly #activation: ActivationFunction;

  constructor(options: ActivationOptions) {
    super(options);
    this.#option = options.activation;
    this.#activation = resolveActivation('activation', options.activation);
  }

  protected override activate(x: Tensor): Tensor {
    return this.#activation(x);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), activation: activationName(this.#option) };
  }
}

/**
 * Applies an activation function; softmax, logSoftmax and sparsemax run over the last axis.
 *
 * Input and output float32 of any shape.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} ACTIVATION_FORM
 * @throws {ShapeError} ACTIVATION_SHAPE from the call, for a function that changes the shape
 * @example
 * import { activation, activations } from '@isograd/layers';
 * const relu = activation({ activation: 'relu' });
 * const steep = activation({ activation: (x) => activations.leakyRelu(x, { negativeSlope: 0.5 }) });
 */
export function activation(options: ActivationOptions): Activation {
  return new Activation(options);
}
