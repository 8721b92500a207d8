/** The mistakes that are made most, as programs that end in an error. */
import { mistakesInData } from './data.js';
import type { Mistake } from './mistake.js';
import { mistakesInModels } from './models.js';
import { mistakesInOptions } from './options.js';
import { mistakesInShapes } from './shapes.js';
import { mistakesInTraining } from './training.js';

export const mistakes: readonly Mistake[] = [
  ...mistakesInOptions,
  ...mistakesInShapes,
  ...mistakesInModels,
  ...mistakesInTraining,
  ...mistakesInData,
];
