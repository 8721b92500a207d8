/** Powers of a fraction that changes from step to step, exact to the last bits wherever they run. */
import { add, div, mul, ones, scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { entryOf, segmentOf } from './step-segments.js';

/** Grid points of an octave: from one to the next, x grows by a share of at most 2^(1/16) - 1 < 0.045. */
const pointsOfOctave = 16;

/** A fraction of two int32 is 0 or at least 2^-octaves. */
const octaves = 31;

/** The grid from 2^-octaves to 1, in float32. */
const grid: readonly number[] = Array.from({ length: octaves * pointsOfOctave + 1 }, (_, index) =>
  Math.fround(2 ** (index / pointsOfOctave - octaves)),
);

/** Terms of the binomial series: the next is below 2^-27 between two grid points. */
const terms = 4;

/**
 * x^exponent, for x in [0, 1]; 0⁰ is 1.
 *
 * The whole part of the exponent makes a product. The rest f is applied to the nearest point c of a grid below x:
 * x^f = c^f (1 + r)^f with r = (x - c) / c, the first factor from a table that was computed in float64, the second by
 * the binomial series. A GPU's own pow would lose some bits.
 *
 * @param x - float32 scalar; 0 or at least 2^-31.
 * @param exponent - At least 0.
 * @returns float32 scalar.
 */
export function powerOfFraction(x: Tensor, exponent: number): Tensor {
  const whole = Math.floor(exponent);
  const rest = exponent - whole;
  if (rest === 0) return wholePower(x, whole);
  return whole === 0 ? properPower(x, rest) : mul(wholePower(x, whole), properPower(x, rest));
}

/** By squaring. */
function wholePower(x: Tensor, exponent: number): Tensor {
  let square = x;
  let product: Tensor | undefined;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product = product === undefined ? square : mul(product, square);
    if (rest > 1) square = mul(square, square);
  }
  return product ?? ones([]);
}

/** For exponents between 0 and 1. */
function properPower(x: Tensor, exponent: number): Tensor {
  const segment = segmentOf(x, grid);
  const point = entryOf([1, ...grid], segment);
  const power = entryOf([0, ...grid.map((value) => value ** exponent)], segment); // 0 stands below the grid
  return mul(power, binomialSeries(div(sub(x, point), point), exponent));
}

/** (1 + r)^exponent, by Horner's rule: 1 + f r (1 + (f - 1) r / 2 (1 + (f - 2) r / 3 (…))). */
function binomialSeries(r: Tensor, exponent: number): Tensor {
  let series: Tensor = scalar(1);
  for (let term = terms; term > 0; term--) {
    series = add(mul(mul(r, series), (exponent - term + 1) / term), 1);
  }
  return series;
}
