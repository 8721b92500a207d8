/** Random numbers from explicit keys: the namespace `random`. */
export { bernoulli } from './bernoulli.js';
export { categorical } from './categorical.js';
export { foldIn, key, type RandomKey, split } from './key.js';
export { normal, truncatedNormal } from './normal.js';
export { permutation } from './permutation.js';
export { uniform } from './uniform.js';
