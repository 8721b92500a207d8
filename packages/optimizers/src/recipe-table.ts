/** Every recipe by its name, for what is given by name or read from a file. */
import type { Optimizer } from './optimizer.js';
import { adam } from './recipes/adam.js';
import { adamw } from './recipes/adamw.js';
import { rmsprop } from './recipes/rmsprop.js';
import { sgd } from './recipes/sgd.js';

/** The name of a recipe. */
export type OptimizerName = 'adam' | 'adamw' | 'rmsprop' | 'sgd';

/**
 * Every recipe. Called without options it takes its defaults; options that come from a file are checked by the recipe.
 *
 * @example
 * import { recipes } from '@isograd/optimizers';
 * recipes.adam().config['learningRate']; // 0.001
 */
export const recipes: Readonly<Record<OptimizerName, (options?: never) => Optimizer>> = { adam, adamw, rmsprop, sgd };
