/** What the cells of this package share: a kernel for the input, one for the state, a bias, and dropout of both. */
import type { LayerConfig } from '../../layer.js';
import {
  type ActivationFunction,
  type ActivationName,
  activationName,
  resolveActivation,
} from '../../activations/activation-function.js';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import { fraction, seedOption } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import {
  type KernelOptions,
  type KernelSettings,
  readKernelOptions,
  readWeightOptions,
  type WeightSettings,
} from '../kernel-options.js';

/** Options of every cell with kernels, with Keras's names. */
export interface RecurrentOptions extends KernelOptions {
  /** Applied to the candidate and, in LSTMs, to the state on its way out. Default: tanh. */
  readonly activation?: ActivationName | ActivationFunction;
  /** Of the kernel that the state is multiplied by. Default: orthogonal. */
  readonly recurrentInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly recurrentRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly recurrentConstraint?: ConstraintOption;
  /** Share of the input that is set to zero while training, from 0 up to, not including, 1. Default: 0. */
  readonly dropout?: number;
  /** Share of the state that is set to zero while training, before its product with the kernel. Default: 0. */
  readonly recurrentDropout?: number;
  /** Seed of what is dropped. Default: drawn from the seed of the model. */
  readonly seed?: number;
}

/** Options of cells with gates. */
export interface GateOptions {
  /** Of the gates. Default: sigmoid (tfjs-layers: its hardSigmoid, which is `hardSigmoidKeras2` here). */
  readonly recurrentActivation?: ActivationName | ActivationFunction;
}

/** The same with defaults filled in and names resolved. */
export interface RecurrentSettings extends KernelSettings {
  readonly recurrent: WeightSettings;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | undefined;
}

/**
 * Reads the options.
 *
 * @param where - Name of the factory, for messages.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} LAYER_OPTION, OPTION_FORM, OPTION_UNKNOWN
 */
export function readRecurrentOptions(where: string, options: RecurrentOptions): RecurrentSettings {
  const settings = readKernelOptions(where, { ...options, activation: options.activation ?? 'tanh' });
  const recurrent = readWeightOptions(where, 'recurrent', options, 'orthogonal');
  const dropout = fraction(where, 'dropout', options.dropout ?? 0);
  const recurrentDropout = fraction(where, 'recurrentDropout', options.recurrentDropout ?? 0);
  const seed = seedOption(where, options.seed);
  return {
    ...settings,
    recurrent: recurrent.settings,
    dropout,
    recurrentDropout,
    seed,
    config: {
      ...settings.config,
      ...recurrent.config,
      dropout,
      recurrentDropout,
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

/**
 * Reads the activation of the gates.
 *
 * @returns The function, and its part of the cell's config.
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function readGateOptions(
  where: string,
  { recurrentActivation = 'sigmoid' }: GateOptions,
): { readonly gate: ActivationFunction; readonly config: LayerConfig } {
  return {
    gate: resolveActivation(where, recurrentActivation),
    config: { recurrentActivation: activationName(recurrentActivation) },
  };
}
