/** The constraint to weights that are not negative. */
import { relu } from '@tensorflow/tfjs-core';
import type { Constraint } from './constraint.js';

/** Weights that are not negative: max(w, 0). */
export function nonNeg(): Constraint {
  return { className: 'NonNeg', config: {}, apply: (weight) => relu(weight) };
}
