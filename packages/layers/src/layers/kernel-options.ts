/** What layers with a kernel, a bias and an activation share. */
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../activations/activation-function.js';
import type { Constraint } from '../constraints/constraint.js';
import { type ConstraintOption, resolveConstraint } from '../constraints/named-constraint.js';
import type { Initializer } from '../initializers/initializer.js';
import { type InitializerName, type InitializerOption, resolveInitializer } from '../initializers/named-initializer.js';
import type { LayerConfig, LayerOptions } from '../layer.js';
import { serialized } from '../named-option.js';
import { booleanOption } from '../option-checks.js';
import { type RegularizerOption, resolveRegularizer } from '../regularizers/named-regularizer.js';
import type { Regularizer } from '../regularizers/regularizer.js';

/** Options of every layer that adds a bias and applies an activation, with Keras's names. */
export interface BiasOptions extends LayerOptions {
  /** Applied to the output. Default: linear. */
  readonly activation?: ActivationName | ActivationFunction;
  /** Whether a bias is added. Default: true. */
  readonly useBias?: boolean;
  /** Default: zeros. */
  readonly biasInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly biasRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly biasConstraint?: ConstraintOption;
}

/** Options of every layer that multiplies by a kernel, with Keras's names. */
export interface KernelOptions extends BiasOptions {
  /** Default: glorotUniform (tfjs-layers: glorotNormal). */
  readonly kernelInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly kernelRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly kernelConstraint?: ConstraintOption;
}

/** How one weight is made and kept. */
export interface WeightSettings {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/** The options of a bias with defaults filled in and names resolved. */
export interface BiasSettings {
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly bias: WeightSettings;
  /** Their part of the layer's config. */
  readonly config: LayerConfig;
}

/** The same with a kernel. */
export interface KernelSettings extends BiasSettings {
  readonly kernel: WeightSettings;
}

/**
 * Reads the options of a bias.
 *
 * @param where - Name of the factory, for messages.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} LAYER_OPTION, OPTION_FORM, OPTION_UNKNOWN
 */
export function readBiasOptions(where: string, options: BiasOptions): BiasSettings {
  const { activation = 'linear' } = options;
  const useBias = booleanOption(where, 'useBias', options.useBias ?? true);
  const bias = readWeightOptions(where, 'bias', options, 'zeros');
  return {
    activation: resolveActivation(where, activation),
    useBias,
    bias: bias.settings,
    config: { activation: activationName(activation), useBias, ...bias.config },
  };
}

/**
 * Reads the options of a kernel and a bias.
 *
 * @param where - Name of the factory, for messages.
 * @throws As `readBiasOptions`.
 */
export function readKernelOptions(where: string, options: KernelOptions): KernelSettings {
  const kernel = readWeightOptions(where, 'kernel', options, 'glorotUniform');
  const bias = readBiasOptions(where, options);
  return { ...bias, kernel: kernel.settings, config: { ...kernel.config, ...bias.config } };
}

/**
 * Reads the three options that most weights have: `kernelInitializer`, `kernelRegularizer`, `kernelConstraint` for
 * the prefix `kernel`.
 *
 * @param where - Name of the factory, for messages.
 * @param prefix - Of the names of the options.
 * @param options - All options of the layer.
 * @param initializer - Used when none is given.
 * @returns The settings, for `addWeight`, and their part of the layer's config.
 * @throws As `readKernelOptions`.
 */
export function readWeightOptions(
  where: string,
  prefix: string,
  options: object,
  initializer: InitializerName,
): { readonly settings: WeightSettings; readonly config: LayerConfig } {
  const given = options as Readonly<Record<string, never>>;
  const settings: WeightSettings = {
    initializer: resolveInitializer(where, given[`${prefix}Initializer`] ?? initializer),
    regularizer: resolveRegularizer(where, given[`${prefix}Regularizer`]),
    constraint: resolveConstraint(where, given[`${prefix}Constraint`]),
  };
  return {
    settings,
    config: {
      [`${prefix}Initializer`]: serialized(settings.initializer),
      ...(settings.regularizer && { [`${prefix}Regularizer`]: serialized(settings.regularizer) }),
      ...(settings.constraint && { [`${prefix}Constraint`]: serialized(settings.constraint) }),
    },
  };
}
