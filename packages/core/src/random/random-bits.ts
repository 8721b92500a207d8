/**
 * The kernel `RandomBits`, the only source of randomness: one implementation a backend, identical bits on all.
 *
 * Element `i` of the output is word `i % 2` of the Threefry block with the counter
 * `[floor(i / 2) + domain * 2^30, data]`, shifted right so that `bits` bits remain. A key is stored as four
 * 16-bit words, least significant first, because WebGL keeps integers in float32.
 */
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import { threefry2x32, type Word2 } from './threefry.js';

/** Name under which every backend registers the kernel. */
export const RandomBits = 'RandomBits';

/** What the counter space is used for, so that draws, splits and folds of one key never meet. */
export const randomDomain = { draw: 0, split: 1, fold: 2 } as const;

/** Inputs of the kernel: `key` is int32 `[4]`, `data` an optional int32 scalar that takes the place of 0. */
export interface RandomBitsInputs {
  readonly key: Tensor;
  readonly data?: Tensor;
}

/** Attributes of the kernel. */
export interface RandomBitsAttrs {
  /** Shape of the int32 output. */
  readonly shape: Shape;
  /** Bits of each element, from 1 to 24: values are in [0, 2^bits). */
  readonly bits: number;
  /** A value of `randomDomain`. */
  readonly domain: number;
}

/**
 * Runs the kernel on the active backend.
 *
 * @returns int32 of `attrs.shape`, each element uniform in [0, 2^bits).
 */
export function randomBits(inputs: RandomBitsInputs, attrs: RandomBitsAttrs): Tensor {
  const { key, data } = inputs;
  return engine().runKernel(RandomBits, data === undefined ? { key } : { key, data }, { ...attrs });
}

/** First counter word of the first block of a domain. */
export function firstCounter(domain: number): number {
  return domain * 2 ** 30;
}

/** The two 32-bit words of a key that is stored as four 16-bit words. */
export function keyWords(key: ArrayLike<number>): Word2 {
  const [a = 0, b = 0, c = 0, d = 0] = Array.from(key);
  return [a | (b << 16) | 0, c | (d << 16) | 0];
}

/**
 * Writes the kernel's output into `out`: the host implementation.
 *
 * @param key - Four 16-bit words.
 * @param out - One element for each value wanted.
 * @param options - Attributes of the kernel and the value of `data`.
 */
export function fillRandomBits(
  key: ArrayLike<number>,
  out: Int32Array,
  options: { readonly bits: number; readonly domain: number; readonly data?: number },
): void {
  const { bits, domain, data = 0 } = options;
  const words = keyWords(key);
  const start = firstCounter(domain);
  for (let index = 0; index < out.length; index += 2) {
    const [low, high] = threefry2x32(words, [start + index / 2, data]);
    out[index] = low >>> (32 - bits);
    if (index + 1 < out.length) out[index + 1] = high >>> (32 - bits);
  }
}
