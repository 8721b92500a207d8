/** Every recipe by its name, for what is given by name or read from a file. */
import type { Optimizer } from './optimizer.js';
import { adadelta } from './recipes/adadelta.js';
import { adafactor } from './recipes/adafactor.js';
import { adagrad } from './recipes/adagrad.js';
import { adam } from './recipes/adam.js';
import { adamax } from './recipes/adamax.js';
import { adamw } from './recipes/adamw.js';
import { adan } from './recipes/adan.js';
import { ftrl } from './recipes/ftrl.js';
import { lamb } from './recipes/lamb.js';
import { lars } from './recipes/lars.js';
import { lbfgs } from './recipes/lbfgs.js';
import { lion } from './recipes/lion.js';
import { muon } from './recipes/muon.js';
import { nadam } from './recipes/nadam.js';
import { radam } from './recipes/radam.js';
import { rmsprop } from './recipes/rmsprop.js';
import { scheduleFreeAdamw } from './recipes/schedule-free-adamw.js';
import { sgd } from './recipes/sgd.js';

/** The name of a recipe. */
export type OptimizerName =
  | 'adadelta'
  | 'adafactor'
  | 'adagrad'
  | 'adam'
  | 'adamax'
  | 'adamw'
  | 'adan'
  | 'ftrl'
  | 'lamb'
  | 'lars'
  | 'lbfgs'
  | 'lion'
  | 'muon'
  | 'nadam'
  | 'radam'
  | 'rmsprop'
  | 'scheduleFreeAdamw'
  | 'sgd';

/**
 * Every recipe. Called without options it takes its defaults; options that come from a file are checked by the recipe.
 *
 * @example
 * import { recipes } from '@isograd/optimizers';
 * recipes.adam().config['learningRate']; // 0.001
 */
export const recipes: Readonly<Record<OptimizerName, (options?: never) => Optimizer>> = {
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamw,
  adan,
  ftrl,
  lamb,
  lars,
  lbfgs,
  lion,
  muon,
  nadam,
  radam,
  rmsprop,
  scheduleFreeAdamw,
  sgd,
};
