/** Initializers by name, as options of layers take them. */
import { namedFactory, type OptionKind, resolveOption, type SerializedOption } from '../named-option.js';
import { constant, ones, zeros } from './constant.js';
import type { Initializer } from './initializer.js';
import { randomNormal, randomUniform, truncatedNormal } from './random.js';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
} from './variance-scaling.js';

/** Names that stand for an initializer with its default options. */
export type InitializerName =
  | 'zeros'
  | 'ones'
  | 'constant'
  | 'randomUniform'
  | 'randomNormal'
  | 'truncatedNormal'
  | 'varianceScaling'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal';

/** What an option that is an initializer may be. */
export type InitializerOption = Initializer | InitializerName | SerializedOption;

/** Every initializer of this package. */
export const initializerKind: OptionKind<Initializer, InitializerName> = {
  kind: 'initializer',
  method: 'init',
  factories: {
    zeros: namedFactory(zeros, { className: 'Zeros', otherNames: ['zero'] }),
    ones: namedFactory(ones, { className: 'Ones', otherNames: ['one'] }),
    constant: namedFactory(constant, { className: 'Constant', options: ['value'] }),
    randomUniform: namedFactory(randomUniform, {
      className: 'RandomUniform',
      options: ['minval', 'maxval'],
      otherNames: ['uniform'],
    }),
    randomNormal: namedFactory(randomNormal, {
      className: 'RandomNormal',
      options: ['mean', 'stddev'],
      otherNames: ['normal'],
    }),
    truncatedNormal: namedFactory(truncatedNormal, { className: 'TruncatedNormal', options: ['mean', 'stddev'] }),
    varianceScaling: namedFactory(varianceScaling, {
      className: 'VarianceScaling',
      options: ['scale', 'mode', 'distribution'],
    }),
    glorotUniform: namedFactory(glorotUniform, { className: 'GlorotUniform' }),
    glorotNormal: namedFactory(glorotNormal, { className: 'GlorotNormal' }),
    heUniform: namedFactory(heUniform, { className: 'HeUniform' }),
    heNormal: namedFactory(heNormal, { className: 'HeNormal' }),
    lecunUniform: namedFactory(lecunUniform, {
      className: 'LecunUniform',
      otherNames: ['leCunUniform', 'LeCunUniform'],
    }),
    lecunNormal: namedFactory(lecunNormal, { className: 'LecunNormal', otherNames: ['leCunNormal', 'LeCunNormal'] }),
  },
};

/**
 * The initializer that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} OPTION_FORM, OPTION_UNKNOWN, LAYER_OPTION
 */
export function resolveInitializer(where: string, option: InitializerOption): Initializer {
  return resolveOption(where, option, initializerKind);
}
