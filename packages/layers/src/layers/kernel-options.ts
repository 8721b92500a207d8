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

/** Options of every layer that multiplies by a kernel, with Keras's names. */
export interface KernelOptions extends LayerOptions {
  /** Applied to the output. Default: linear. */
  readonly activation?: ActivationName | ActivationFunction;
  /** Whether a bias is added. Default: true. */
  readonly useBias?: boolean;
  /** Default: glorotUniform (tfjs-layers: glorotNormal). */
  readonly kernelInitializer?: InitializerOption;
  /** Default: zeros. */
  readonly biasInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly kernelRegularizer?: RegularizerOption;
  /** Adds a term to the loss. Default: none. */
  readonly biasRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly kernelConstraint?: ConstraintOption;
  /** Applied after every update. Default: none. */
  readonly biasConstraint?: ConstraintOption;
}

/** How one weight is made and kept. */
export interface WeightSettings {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/** The same with defaults filled in and names resolved. */
export interface KernelSettings {
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly kernel: WeightSettings;
  readonly bias: WeightSettings;
  /** Their part of the layer's config. */
  readonly config: LayerConfig;
}

/**
 * Reads the options.
 *
 * @param where - Name of the factory, for messages.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} LAYER_OPTION, OPTION_FORM, OPTION_UNKNOWN
 */
export function readKernelOptions(where: string, options: KernelOptions): KernelSettings {
  const { activation = 'linear' } = options;
  const useBias = booleanOption(where, 'useBias', options.useBias ?? true);
  const kernel = readWeightOptions(where, 'kernel', options, 'glorotUniform');
  const bias = readWeightOptions(where, 'bias', options, 'zeros');
  return {
    activation: resolveActivation(where, activation),
    useBias,
    kernel: kernel.settings,
    bias: bias.settings,
    config: { activation: activationName(activation), useBias, ...kernel.config, ...bias.config },
  };
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
