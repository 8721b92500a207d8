/** Laws of arithmetic on two tensors that broadcast, and of sums of several. Integers wrap modulo 2^32. */
import { mapPairs } from './broadcast.js';
import { complexTensor, imaginaryPart, realPart } from './complex.js';
import { type HostInputs, type HostTensor, mapValues } from './host-tensor.js';

/** Two tensors of one dtype. */
export type BinaryInputs = { readonly a: HostTensor; readonly b: HostTensor };

/** a + b */
export function add({ a, b }: BinaryInputs): HostTensor {
  if (a.dtype === 'complex64') return byParts(add, { a, b });
  return mapPairs(a, b, a.dtype === 'int32' ? (x, y) => (x + y) | 0 : (x, y) => x + y);
}

/** a - b */
export function sub({ a, b }: BinaryInputs): HostTensor {
  if (a.dtype === 'complex64') return byParts(sub, { a, b });
  return mapPairs(a, b, a.dtype === 'int32' ? (x, y) => (x - y) | 0 : (x, y) => x - y);
}

/** a b; (p + qi)(r + si) = pr - qs + (ps + qr) i */
export function multiply({ a, b }: BinaryInputs): HostTensor {
  if (a.dtype === 'complex64') {
    const [p, q, r, s] = [realPart(a), imaginaryPart(a), realPart(b), imaginaryPart(b)];
    return complexTensor(
      sub({ a: multiply({ a: p, b: r }), b: multiply({ a: q, b: s }) }),
      add({ a: multiply({ a: p, b: s }), b: multiply({ a: q, b: r }) }),
    );
  }
  return mapPairs(a, b, a.dtype === 'int32' ? Math.imul : (x, y) => x * y);
}

/** a / b, of float32. */
export function realDiv({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, (x, y) => x / y);
}

/**
 * ⌊a / b⌋ in the dtype of a. Left open: what an integer over 0 is, and ⌊±∞ / b⌋ and ⌊a / ±∞⌋, of which TensorFlow
 * and NumPy think differently.
 */
export function floorDiv({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, a.dtype === 'int32' ? (x, y) => Math.floor(x / y) | 0 : (x, y) => Math.floor(x / y));
}

/** a - b ⌊a / b⌋, which has the sign of b; NaN where b is 0. An integer over 0 is left open. */
export function mod({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, (x, y) => {
    const rest = x % y; // has the sign of x
    return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
  });
}

/** a^b; of int32 for b >= 0. */
export function pow({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, a.dtype === 'int32' ? integerPower : realPower);
}

/** The angle of the point (b, a), in [-π, π]. */
export function atan2({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, Math.atan2);
}

/** max(a, b); NaN if one of them is. */
export function maximum({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, Math.max);
}

/** min(a, b); NaN if one of them is. */
export function minimum({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, Math.min);
}

/** (a - b)² */
export function squaredDifference({ a, b }: BinaryInputs): HostTensor {
  const square = a.dtype === 'int32' ? (x: number) => Math.imul(x, x) : (x: number) => x * x;
  return mapValues(sub({ a, b }), square);
}

/** Σᵢ aᵢ of tensors of one shape. */
export function addN(tensors: HostInputs): HostTensor {
  return Object.values(tensors).reduce((a, b) => add({ a, b }));
}

/** a & b, bit by bit. */
export function bitwiseAnd({ a, b }: BinaryInputs): HostTensor {
  return mapPairs(a, b, (x, y) => x & y);
}

/** As IEEE 754 has it: 1^b and (-1)^±∞ are 1, for which JavaScript has NaN. */
function realPower(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

function integerPower(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  const root = integerPower(base, Math.floor(exponent / 2));
  return Math.imul(Math.imul(root, root), exponent % 2 === 1 ? base : 1);
}

function byParts(law: (inputs: BinaryInputs) => HostTensor, { a, b }: BinaryInputs): HostTensor {
  return complexTensor(law({ a: realPart(a), b: realPart(b) }), law({ a: imaginaryPart(a), b: imaginaryPart(b) }));
}
