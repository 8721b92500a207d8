/** Which bin a text falls into, by its hash: as TensorFlow sorts texts. */
import { badOption } from '../../messages.js';
import { farmFingerprint64 } from './farm-hash.js';
import { sipHash24 } from './sip-hash.js';

/** One number or two, which key the hash; the same number twice where there is one. */
export type Salt = number | readonly [first: number, second: number];

const encoder = new TextEncoder();

/**
 * The bin of a text: FarmHash modulo the number of bins, or SipHash where there is a salt.
 *
 * @param salt - Two integers.
 */
export function hashBin(text: string, bins: number, salt?: readonly [number, number]): number {
  const bytes = encoder.encode(text);
  const hash =
    salt === undefined
      ? farmFingerprint64(bytes)
      : sipHash24(bytes, [BigInt.asUintN(64, BigInt(salt[0])), BigInt.asUintN(64, BigInt(salt[1]))]);
  return Number(hash % BigInt(bins));
}

/**
 * The salt as two integers.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function saltOption(where: string, value: unknown): readonly [number, number] | undefined {
  if (value === undefined || value === null) return undefined;
  const [first, second, ...rest]: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (rest.length === 0 && isInteger(first) && isInteger(second)) return [first, second];
  throw badOption(where, 'salt', value, 'an integer, or two of them');
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
