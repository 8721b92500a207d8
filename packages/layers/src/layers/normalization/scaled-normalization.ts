/** What normalizations learn: a factor gamma and a shift beta for each position along their axes. */
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';

/** Options of every normalization that learns a scale and a shift, with Keras's names. */
export interface ScaleAndShiftOptions extends LayerOptions {
  /** Whether `beta` is added. Default: true. */
  readonly center?: boolean;
  /** Whether the result is multiplied by `gamma`. Default: true. */
  readonly scale?: boolean;
  /** Default: zeros. */
  readonly betaInitializer?: InitializerOption;
  /** Default: ones. */
  readonly gammaInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly betaRegularizer?: RegularizerOption;
  /** Adds a term to the loss. Default: none. */
  readonly gammaRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly betaConstraint?: ConstraintOption;
  /** Applied after every update. Default: none. */
  readonly gammaConstraint?: ConstraintOption;
}

/** The same with defaults filled in and names resolved; undefined what is not learned. */
export interface ScaleAndShiftSettings {
  readonly gamma: WeightSettings | undefined;
  readonly beta: WeightSettings | undefined;
  /** Their part of the layer's config. */
  readonly config: LayerConfig;
}

/**
 * Reads the options.
 *
 * @param where - Name of the factory, for messages.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} LAYER_OPTION, OPTION_FORM, OPTION_UNKNOWN
 */
export function readScaleAndShift(where: string, options: ScaleAndShiftOptions): ScaleAndShiftSettings {
  const center = booleanOption(where, 'center', options.center ?? true);
  const scale = booleanOption(where, 'scale', options.scale ?? true);
  const gamma = readWeightOptions(where, 'gamma', options, 'ones');
  const beta = readWeightOptions(where, 'beta', options, 'zeros');
  return {
    gamma: scale ? gamma.settings : undefined,
    beta: center ? beta.settings : undefined,
    config: { center, scale, ...beta.config, ...gamma.config },
  };
}
