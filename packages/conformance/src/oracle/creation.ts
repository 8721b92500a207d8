/** Laws of the makers of values: constants, ranges, marks and random bits. */
import { type Shape, sizeOf } from '@isograd/core';
import { type HostTensor, tabulate } from './host-tensor.js';

/** Inputs of what is made from attributes alone. */
export type NoInputs = { readonly [name: string]: never };

/** One value everywhere. */
export function fill(
  _inputs: NoInputs,
  attributes: { readonly shape: Shape; readonly value: number; readonly dtype: HostTensor['dtype'] },
): HostTensor {
  const { shape, value, dtype } = attributes;
  return tabulate(shape, () => value, dtype);
}

/** `num` float32 values at equal distances, from `start` to `stop`, both among them. */
export function linSpace(
  _inputs: NoInputs,
  attributes: { readonly start: number; readonly stop: number; readonly num: number },
): HostTensor {
  const { start, stop, num } = attributes;
  return tabulate([num], ([index = 0]) => (index === 0 ? start : start + ((stop - start) * index) / (num - 1)));
}

/**
 * start, start + step, start + 2 step, … before `stop`. From a larger `start` a step of 1, tfjs's default, counts
 * downwards.
 */
export function range(
  _inputs: NoInputs,
  attributes: {
    readonly start: number;
    readonly stop: number;
    readonly step: number;
    readonly dtype: 'float32' | 'int32';
  },
): HostTensor {
  const { start, stop, step, dtype } = attributes;
  const stride = stop < start && step === 1 ? -1 : step;
  const size = Math.max(0, Math.ceil((stop - start) / stride));
  return tabulate([size], ([index = 0]) => start + index * stride, dtype);
}

/** A further axis, with `onValue` at the place that an index names; an index out of range marks nothing. */
export function oneHot(
  { indices }: { readonly indices: HostTensor },
  attributes: {
    readonly depth: number;
    readonly onValue: number;
    readonly offValue: number;
    readonly dtype: 'float32' | 'int32' | 'bool';
  },
): HostTensor {
  const { depth, onValue, offValue, dtype } = attributes;
  const values = Array.from(indices.values, (mark) =>
    Array.from({ length: depth }, (_, place) => (place === mark ? onValue : offValue)),
  );
  return { shape: [...indices.shape, depth], dtype, values: Float64Array.from(values.flat()) };
}

/**
 * Draws, for each row of weights, places with the probability of their weights; `logits` are logarithms of
 * weights unless `normalized`. What is drawn is a law only where one place has all the probability; how often
 * each place is drawn is for statistics.
 */
export function multinomial(
  { logits }: { readonly logits: HostTensor },
  attributes: { readonly numSamples: number; readonly seed: number; readonly normalized: boolean },
): HostTensor {
  const [rows, places] = logits.shape as [number, number];
  return tabulate(
    [rows, attributes.numSamples],
    ([row = 0]) => {
      const weights = logits.values.subarray(row * places, (row + 1) * places);
      return weights.indexOf(Math.max(...weights));
    },
    'int32',
  );
}

/** Rotations of the rounds of Threefry-2x32, round after round in a circle. */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24];

/**
 * The key's words k₀ and k₁, two counter words, and 20 rounds of x₀ += x₁, x₁ = rotated x₁ xor x₀, after each four of
 * which words of the key are added. All words are unsigned, of 32 bits.
 *
 * @see Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 3.2
 */
export function threefry([k0, k1]: readonly [number, number], [c0, c1]: readonly [number, number]): [number, number] {
  const keys = [k0, k1, (k0 ^ k1 ^ 0x1bd11bda) >>> 0];
  const key = (index: number): number => keys[index % 3] as number;
  let [x0, x1] = [(c0 + k0) % 2 ** 32, (c1 + k1) % 2 ** 32];
  for (let round = 1; round <= 20; round++) {
    const rotation = rotations[(round - 1) % 8] as number;
    x0 = (x0 + x1) % 2 ** 32;
    x1 = (((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0) >>> 0;
    if (round % 4 === 0) {
      const injection = round / 4;
      x0 = (x0 + key(injection)) % 2 ** 32;
      x1 = (x1 + key(injection + 1) + injection) % 2 ** 32;
    }
  }
  return [x0, x1];
}

/**
 * Element i is the upper `bits` bits of word i mod 2 of Threefry at the counter (domain · 2^30 + ⌊i/2⌋, data). The key
 * is four words of 16 bits, least significant first.
 */
export function randomBits(
  { key, data }: { readonly key: HostTensor; readonly data?: HostTensor },
  attributes: { readonly shape: Shape; readonly bits: number; readonly domain: number },
): HostTensor {
  const { shape, bits, domain } = attributes;
  const [a = 0, b = 0, c = 0, d = 0] = key.values;
  const words = [a + b * 2 ** 16, c + d * 2 ** 16] as const;
  const second = (data?.values[0] ?? 0) >>> 0;
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const block = threefry(words, [domain * 2 ** 30 + Math.floor(i / 2), second]);
    return (block[i % 2] as number) >>> (32 - bits);
  });
  return { shape, dtype: 'int32', values };
}
