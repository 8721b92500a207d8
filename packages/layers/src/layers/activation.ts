/** An activation function as a layer. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../activations/activation-function.js';
import { Layer, type LayerConfig, type LayerOptions } from '../layer.js';
import { onlyInput } from '../only-input.js';
import type { ShapeList, TensorList } from '../tensor-list.js';

/** Options of `activation`. */
export interface ActivationOptions extends LayerOptions {
  /** A name, or a function that keeps the shape. */
  readonly activation: ActivationName | ActivationFunction;
}

/** The layer behind `activation`. */
export class Activation extends Layer {
  readonly className: string = 'Activation';
  override readonly supportsMasking: boolean = true;
  readonly #option: ActivationName | ActivationFunction;
  readonly #activation: ActivationFunction;

  constructor(options: ActivationOptions) {
    super(options);
    this.#option = options.activation;
    this.#activation = resolveActivation('activation', options.activation);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return onlyInput(this.label, inputShapes);
  }

  override call([x]: TensorList): Tensor {
    return this.#activation(x);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), activation: activationName(this.#option) };
  }
}

/**
 * Applies an activation function; softmax and logSoftmax run over the last axis.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { activation } from '@isograd/layers';
 * const relu = activation({ activation: 'relu' });
 */
export function activation(options: ActivationOptions): Activation {
  return new Activation(options);
}
