/** Powers of a number that the host knows, exact to the last bits wherever they run. */
import { cast, equal, floor, mul, prod, sub, type Tensor, tensor2d, where } from '@tensorflow/tfjs-core';

const radix = 16;

/** The values of the digits of an int32: eight of them, the lowest first. */
const places = Array.from({ length: 8 }, (_, place) => radix ** place);

const digits = Array.from({ length: radix }, (_, digit) => digit);

/**
 * base^(exponent / divisor): the product over the hexadecimal digits d₀, d₁, … of the exponent of
 * base^(dⱼ 16ʲ / divisor), each a constant computed in float64.
 *
 * exp(exponent · log(base) / divisor) in float32 would lose as many bits as the exponent of e has, and on a GPU, whose
 * own exp and pow are coarse, some more.
 *
 * @param base - At least 0; 0⁰ is 1.
 * @param exponent - int32 scalar, at least 0.
 * @param divisor - Above 0. Default: 1.
 * @returns float32 scalar.
 */
export function powerOfConstant(base: number, exponent: Tensor, divisor = 1): Tensor {
  const shifted = floor(mul(cast(exponent, 'float32'), tensor2d(places.map((place) => [1 / place])))); // [8, 1]
  const digit = sub(shifted, mul(floor(mul(shifted, 1 / radix)), radix)); // [8, 1]
  const factors = places.map((place) => digits.map((value) => base ** ((value * place) / divisor)));
  return prod(where(equal(digit, tensor2d([digits])), tensor2d(factors), 1));
}
