/** Uniform draws. */
import { add, cast, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import { checkKey, type RandomKey } from './key.js';
import { randomBits, randomDomain } from './random-bits.js';

/** Bits of a draw: as many as float32 holds exactly. */
const drawBits = 24;

/**
 * Draws uniformly from [minval, maxval): multiples of 2^-24, scaled. With bounds of one's own, rounding to
 * float32 may reach `maxval`.
 *
 * @param key - int32 `[4]`
 * @param shape - Shape of the result.
 * @param minval - Lower bound. Default: 0.
 * @param maxval - Upper bound. Default: 1.
 * @returns float32 of `shape`; bit-identical on every backend for the default bounds.
 * @throws {ShapeError} RANDOM_KEY
 * @example
 * import { random } from '@isograd/core';
 * const noise = random.uniform(random.key(0), [2, 3]);
 */
export function uniform(key: RandomKey, shape: Shape, minval = 0, maxval = 1): Tensor {
  checkKey('random.uniform', key);
  return tidy(() => {
    const bits = randomBits({ key }, { shape, bits: drawBits, domain: randomDomain.draw });
    const unit = mul(cast(bits, 'float32'), 2 ** -drawBits);
    return minval === 0 && maxval === 1 ? unit : add(mul(unit, maxval - minval), minval);
  });
}

/**
 * Draws uniformly from the open interval (-1, 1), symmetric about 0, never 0 or an end: odd multiples of 2^-23.
 *
 * @returns float32 of `shape`, bit-identical on every backend.
 */
export function uniformSigned(key: RandomKey, shape: Shape): Tensor {
  return tidy(() => {
    const bits = randomBits({ key }, { shape, bits: drawBits - 1, domain: randomDomain.draw });
    return add(mul(cast(bits, 'float32'), 2 ** (2 - drawBits)), 2 ** (1 - drawBits) - 1);
  });
}
