/** Initializers by name, as options of layers take them. */
import { unknownName } from '../messages.js';
import { ones, zeros } from './constant.js';
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

const byName: Readonly<Record<InitializerName, () => Initializer>> = {
  zeros,
  ones,
  randomUniform,
  randomNormal,
  truncatedNormal,
  varianceScaling,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
};

/**
 * The initializer that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveInitializer(where: string, option: Initializer | InitializerName): Initializer {
  if (typeof option !== 'string') return option;
  if (!Object.hasOwn(byName, option)) throw unknownName(where, 'initializer', option, Object.keys(byName));
  return byName[option]();
}
