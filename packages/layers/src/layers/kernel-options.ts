/** What layers with a kernel, a bias and an activation share. */
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../activations/activation-function.js';
import type { Initializer } from '../initializers/initializer.js';
import { type InitializerOption, resolveInitializer } from '../initializers/named-initializer.js';
import type { LayerConfig, LayerOptions } from '../layer.js';
import { serialized } from '../named-option.js';

/** Options of every layer that multiplies by a kernel, with Keras's names. */
export interface KernelOptions extends LayerOptions {
  /** Applied to the output. Default: linear. */
  readonly activation?: ActivationName | ActivationFunction;
  /** Whether a bias is added. Default: true. */
  readonly useBias?: boolean;
  /** Default: glorotUniform. */
  readonly kernelInitializer?: InitializerOption;
  /** Default: zeros. */
  readonly biasInitializer?: InitializerOption;
}

/** The same with defaults filled in and names resolved. */
export interface KernelSettings {
  readonly activation: (x: Tensor) => Tensor;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  /** Their part of the layer's config. */
  readonly config: LayerConfig;
}

/**
 * Reads the options.
 *
 * @param where - Name of the factory, for messages.
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function readKernelOptions(where: string, options: KernelOptions): KernelSettings {
  const { activation = 'linear', useBias = true } = options;
  const kernelInitializer = resolveInitializer(where, options.kernelInitializer ?? 'glorotUniform');
  const biasInitializer = resolveInitializer(where, options.biasInitializer ?? 'zeros');
  return {
    activation: resolveActivation(where, activation),
    useBias,
    kernelInitializer,
    biasInitializer,
    config: {
      activation: activationName(activation),
      useBias,
      kernelInitializer: serialized(kernelInitializer),
      biasInitializer: serialized(biasInitializer),
    },
  };
}
