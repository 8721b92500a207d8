/** Losses by name, as `compile` takes them, and by class, as configs do. */
import { lossNotReduced, notAConfig } from './loss-messages.js';
import { unknownName } from '../messages.js';
import { circle } from './circle.js';
import { contrastive } from './contrastive.js';
import { cosineSimilarity } from './cosine-similarity.js';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy.js';
import { ctc } from './ctc.js';
import { binaryFocalCrossentropy, categoricalFocalCrossentropy } from './focal-crossentropy.js';
import { categoricalGeneralizedCrossEntropy } from './generalized-crossentropy.js';
import { categoricalHinge, hinge, squaredHinge } from './hinge.js';
import { huber } from './huber.js';
import { klDivergence } from './kl-divergence.js';
import { logCosh } from './log-cosh.js';
import type { Loss } from './loss.js';
import { dice, tversky } from './overlap.js';
import { poisson } from './poisson.js';
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from './regression.js';
import { tripletHard, tripletMargin, tripletSemiHard } from './triplet.js';

/** Names that stand for a loss with its default options; those of the second list mean one of the first. */
export type LossName =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'meanAbsolutePercentageError'
  | 'meanSquaredLogarithmicError'
  | 'huber'
  | 'logCosh'
  | 'cosineSimilarity'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'binaryFocalCrossentropy'
  | 'categoricalFocalCrossentropy'
  | 'categoricalGeneralizedCrossEntropy'
  | 'hinge'
  | 'squaredHinge'
  | 'categoricalHinge'
  | 'klDivergence'
  | 'poisson'
  | 'dice'
  | 'tversky'
  | 'ctc'
  | 'circle'
  | 'contrastive'
  | 'tripletSemiHard'
  | 'tripletHard'
  | 'tripletMargin'
  | LossAlias;

/** Short names of Keras, and names of tfjs. */
type LossAlias =
  | 'mse'
  | 'mae'
  | 'mape'
  | 'msle'
  | 'bce'
  | 'kld'
  | 'kullbackLeiblerDivergence'
  | 'cosineProximity'
  | 'logcosh';

const byName: Readonly<Record<Exclude<LossName, LossAlias>, () => Loss>> = {
  meanSquaredError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  huber,
  logCosh,
  cosineSimilarity,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  binaryFocalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalGeneralizedCrossEntropy,
  hinge,
  squaredHinge,
  categoricalHinge,
  klDivergence,
  poisson,
  dice,
  tversky,
  ctc,
  circle,
  contrastive,
  tripletSemiHard,
  tripletHard,
  tripletMargin,
};

/** What short names of Keras and names of tfjs mean. */
const aliases: Readonly<Record<LossAlias, keyof typeof byName>> = {
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  bce: 'binaryCrossentropy',
  kld: 'klDivergence',
  kullbackLeiblerDivergence: 'klDivergence',
  cosineProximity: 'cosineSimilarity',
  logcosh: 'logCosh',
};

/** What describes a loss in a file. */
export interface LossConfig {
  /** Keras's name of the class: `CategoricalCrossentropy`. */
  readonly className: string;
  /** Its options. */
  readonly config: Readonly<Record<string, unknown>>;
}

const factories: Readonly<Record<string, (options?: object) => Loss>> = byName;

/**
 * The loss that an option of `compile` means.
 *
 * @throws {UnsupportedError} NAME_UNKNOWN @throws {ValueError} LOSS_NOT_REDUCED
 */
export function resolveLoss(where: string, option: Loss | LossName): Loss {
  const loss = typeof option === 'string' ? lossByName(where, option) : option;
  if (loss.reduction === 'none') throw lossNotReduced(where, loss.name);
  return loss;
}

function lossByName(where: string, name: string): Loss {
  const full = Object.hasOwn(aliases, name) ? aliases[name as LossAlias] : name;
  const factory = Object.hasOwn(factories, full) ? factories[full] : undefined;
  if (factory !== undefined) return factory();
  throw unknownName(where, 'loss', name, [...Object.keys(byName), ...Object.keys(aliases)]);
}

/** How a loss is written down: plain JSON. */
export function lossConfig({ className, config }: Loss): LossConfig {
  return { className, config };
}

/**
 * The loss that a config describes.
 *
 * @param config - What `lossConfig` gave; it may come from a file, and everything in it is checked.
 * @throws {ValueError} CONFIG_KIND, LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { huber, lossConfig, lossFromConfig } from '@isograd/layers';
 * lossFromConfig(lossConfig(huber({ delta: 2 }))).config; // { delta: 2, reduction: 'sumOverBatchSize' }
 */
export function lossFromConfig(config: LossConfig): Loss {
  const { className, options } = readConfig('lossFromConfig', config);
  const classes = new Map(Object.values(factories).map((factory) => [factory().className, factory]));
  const factory = classes.get(className);
  if (factory === undefined) throw unknownName('lossFromConfig', 'loss', className, [...classes.keys()]);
  return factory(options);
}

/**
 * The parts of a description, known to be a name and an object.
 *
 * @throws {ValueError} CONFIG_KIND
 */
export function readConfig(where: string, config: unknown): { readonly className: string; readonly options: object } {
  if (typeof config !== 'object' || config === null) throw notAConfig(where, config);
  const { className, config: options = {} } = config as Partial<LossConfig>;
  if (typeof className !== 'string') throw notAConfig(where, config);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw notAConfig(where, options);
  return { className, options };
}
