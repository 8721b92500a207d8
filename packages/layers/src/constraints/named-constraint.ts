/** Constraints by name, as options of layers take them. */
import { namedFactory, type OptionKind, resolveOption, type SerializedOption } from '../named-option.js';
import type { Constraint } from './constraint.js';
import { nonNeg } from './non-neg.js';
import { maxNorm, minMaxNorm, unitNorm } from './norms.js';

/** Names that stand for a constraint with its default options. */
export type ConstraintName = 'maxNorm' | 'minMaxNorm' | 'nonNeg' | 'unitNorm';

/** What an option that is a constraint may be. */
export type ConstraintOption = Constraint | ConstraintName | SerializedOption;

/** Every constraint of this package. */
export const constraintKind: OptionKind<Constraint, ConstraintName> = {
  kind: 'constraint',
  method: 'apply',
  factories: {
    maxNorm: namedFactory(maxNorm, { className: 'MaxNorm', options: ['maxValue', 'axis'] }),
    minMaxNorm: namedFactory(minMaxNorm, {
      className: 'MinMaxNorm',
      options: ['minValue', 'maxValue', 'rate', 'axis'],
    }),
    nonNeg: namedFactory(nonNeg, { className: 'NonNeg' }),
    unitNorm: namedFactory(unitNorm, { className: 'UnitNorm', options: ['axis'] }),
  },
};

/**
 * The constraint that an option means.
 *
 * @returns undefined where the option is left out, or null.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} OPTION_FORM, OPTION_UNKNOWN, LAYER_OPTION
 */
export function resolveConstraint(where: string, option: ConstraintOption | null | undefined): Constraint | undefined {
  return option === undefined || option === null ? undefined : resolveOption(where, option, constraintKind);
}
