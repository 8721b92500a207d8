/** Regularizers by name, as options of layers take them. */
import { namedFactory, type OptionKind, resolveOption, type SerializedOption } from '../named-option.js';
import { l1, l1l2, l2 } from './norms.js';
import { orthogonalRegularizer } from './orthogonal-regularizer.js';
import type { Regularizer } from './regularizer.js';

/** Names that stand for a regularizer with its default options. */
export type RegularizerName = 'l1' | 'l2' | 'l1l2' | 'orthogonalRegularizer';

/** What an option that is a regularizer may be. */
export type RegularizerOption = Regularizer | RegularizerName | SerializedOption;

/** Every regularizer of this package. */
export const regularizerKind: OptionKind<Regularizer, RegularizerName> = {
  kind: 'regularizer',
  method: 'of',
  factories: {
    l1: namedFactory(l1, { className: 'L1', options: ['l1'] }),
    l2: namedFactory(l2, { className: 'L2', options: ['l2'] }),
    l1l2: namedFactory(l1l2, { className: 'L1L2', options: ['l1', 'l2'], otherNames: ['l1_l2', 'l1L2'] }),
    orthogonalRegularizer: namedFactory(orthogonalRegularizer, {
      className: 'OrthogonalRegularizer',
      options: ['factor', 'mode'],
    }),
  },
};

/**
 * The regularizer that an option means.
 *
 * @returns undefined where the option is left out, or null.
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} OPTION_FORM, OPTION_UNKNOWN, LAYER_OPTION
 */
export function resolveRegularizer(
  where: string,
  option: RegularizerOption | null | undefined,
): Regularizer | undefined {
  return option === undefined || option === null ? undefined : resolveOption(where, option, regularizerKind);
}
