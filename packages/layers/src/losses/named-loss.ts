/** Losses by name, as `compile` takes them. */
import { unknownName } from '../messages.js';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy.js';
import type { Loss } from './loss.js';
import { huber, meanAbsoluteError, meanSquaredError } from './regression.js';

/** Names that stand for a loss with its default options. */
export type LossName =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'huber'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy';

const byName: Readonly<Record<LossName, () => Loss>> = {
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
};

/**
 * The loss that an option means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN
 */
export function resolveLoss(where: string, option: Loss | LossName): Loss {
  if (typeof option !== 'string') return option;
  if (!Object.hasOwn(byName, option)) throw unknownName(where, 'loss', option, Object.keys(byName));
  return byName[option]();
}
