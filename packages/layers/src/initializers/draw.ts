/** What the initializers that draw random values share. */
import { type DType, type RandomKey, random } from '@isograd/core';
import { initializerDType } from './initializer-messages.js';

/** Options of every initializer that draws. */
export interface SeedOptions {
  /** Draws the same values for every weight of one shape, whatever the seed of the model. Default: the model's seed. */
  readonly seed?: number;
}

/** The key to draw with: that of the seed where there is one, or the one that the layer gives. */
export function drawingKey(seed: number | undefined, key: RandomKey): RandomKey {
  return seed === undefined ? key : random.key(seed);
}

/** The seed's part of a config. */
export function seedConfig(seed: number | undefined): { readonly seed?: number } {
  return seed === undefined ? {} : { seed };
}

/**
 * Refuses a dtype that fractions do not fit in.
 *
 * @throws {DTypeError} INITIALIZER_DTYPE
 */
export function requireFloat(where: string, dtype: DType): void {
  if (dtype !== 'float32') throw initializerDType(where, dtype, 'float32');
}
