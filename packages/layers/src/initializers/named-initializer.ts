/** Initializers by name, as options of layers take them. */
import { namedFactory, type OptionKind, resolveOption, type SerializedOption } from '../named-option.js';
import { constant, ones, zeros } from './constant.js';
import { identityInitializer } from './identity-initializer.js';
import type { Initializer } from './initializer.js';
import { orthogonal } from './orthogonal.js';
import { randomNormal, randomUniform, truncatedNormal } from './random.js';
import { stft } from './stft.js';
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
  | 'identity'
  | 'orthogonal'
  | 'stft'
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

/** Options that all initializers by fans take. */
const fanOptions = ['seed', 'inputAxes', 'outputAxes'] as const;

/** Every initializer of this package. */
export const initializerKind: OptionKind<Initializer, InitializerName> = {
  kind: 'initializer',
  method: 'init',
  factories: {
    zeros: namedFactory(zeros, { className: 'Zeros', otherNames: ['zero'] }),
    ones: namedFactory(ones, { className: 'Ones', otherNames: ['one'] }),
    constant: namedFactory(constant, { className: 'Constant', options: ['value'] }),
    identity: namedFactory(identityInitializer, {
      className: 'Identity',
      options: ['gain'],
      otherNames: ['identityInitializer', 'IdentityInitializer'],
    }),
    orthogonal: namedFactory(orthogonal, {
      className: 'Orthogonal',
      options: ['gain', 'seed'],
      otherNames: ['orthogonalInitializer', 'OrthogonalInitializer'],
    }),
    stft: namedFactory(stft, {
      className: 'STFT',
      options: ['side', 'window', 'scaling', 'periodic'],
      otherNames: ['stftInitializer', 'STFTInitializer'],
    }),
    randomUniform: namedFactory(randomUniform, {
      className: 'RandomUniform',
      options: ['minval', 'maxval', 'seed'],
      otherNames: ['uniform'],
    }),
    randomNormal: namedFactory(randomNormal, {
      className: 'RandomNormal',
      options: ['mean', 'stddev', 'seed'],
      otherNames: ['normal'],
    }),
    truncatedNormal: namedFactory(truncatedNormal, {
      className: 'TruncatedNormal',
      options: ['mean', 'stddev', 'seed'],
    }),
    varianceScaling: namedFactory(varianceScaling, {
      className: 'VarianceScaling',
      options: ['scale', 'mode', 'distribution', ...fanOptions],
    }),
    glorotUniform: namedFactory(glorotUniform, { className: 'GlorotUniform', options: fanOptions }),
    glorotNormal: namedFactory(glorotNormal, { className: 'GlorotNormal', options: fanOptions }),
    heUniform: namedFactory(heUniform, { className: 'HeUniform', options: fanOptions }),
    heNormal: namedFactory(heNormal, { className: 'HeNormal', options: fanOptions }),
    lecunUniform: namedFactory(lecunUniform, {
      className: 'LecunUniform',
      options: fanOptions,
      otherNames: ['leCunUniform', 'LeCunUniform'],
    }),
    lecunNormal: namedFactory(lecunNormal, {
      className: 'LecunNormal',
      options: fanOptions,
      otherNames: ['leCunNormal', 'LeCunNormal'],
    }),
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

/**
 * The initializer with its fans counted along given axes, if it counts fans and was not told along which.
 *
 * @param inputAxes - Axes of the weight that inputs run along.
 * @param outputAxes - Axes that outputs run along.
 */
export function withFanAxes(
  where: string,
  initializer: Initializer,
  inputAxes: readonly number[],
  outputAxes: readonly number[],
): Initializer {
  const { className, config } = initializer;
  const factory = Object.values(initializerKind.factories).find((each) => each.className === className);
  const countsFans = factory?.options.includes('inputAxes') === true && config['inputAxes'] === undefined;
  if (!countsFans || inputAxes.length === 0 || outputAxes.length === 0) return initializer;
  return resolveInitializer(where, { className, config: { ...config, inputAxes, outputAxes } });
}
