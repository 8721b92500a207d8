/** A random key that a layer holds as a weight and advances with each use: another draw each step, the same for the same seed. */
import { random, type RandomKey } from '@isograd/core';
import type { Initializer } from './initializers/initializer.js';
import { assignWeight, type Weight } from './weight.js';

/** Draws keys, one after another. */
export class SeedGenerator {
  readonly #state: Weight;

  /** @param state - int32 `[4]`, not trainable. */
  constructor(state: Weight) {
    this.#state = state;
  }

  /** A key for one use. The state moves on, within a captured step too. */
  next(): RandomKey {
    const [next, use] = random.split(this.#state.variable as RandomKey, 2) as [RandomKey, RandomKey];
    assignWeight(this.#state, next);
    return use;
  }
}

/** First value of the state: the key of the seed, or the one that the layer was given. */
export function seedInitializer(seed: number | undefined): Initializer {
  return {
    className: 'RandomKey',
    config: {},
    init: (key) => (seed === undefined ? key.clone() : random.key(seed)),
  };
}
