import { testVectorFunction } from '../testing/vector-function.js';
import { erf } from './erf.js';

/**
 * 2/√π e^(-x²) Σₙ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): no term cancels another. Beyond 6 it is ±1 in float64.
 *
 * @see Abramowitz and Stegun: "Handbook of Mathematical Functions" (1964), 7.1.6
 */
function errorFunction(x: number): number {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  let [sum, term] = [x, x];
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -60; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

testVectorFunction('erf', erf, errorFunction, {
  ulps: 2.5,
  range: [-4.5, 4.5],
  exactly: [
    [0, 0],
    [-0, -0],
    [2 ** -149, 2 ** -149],
    [-(2 ** -149), -(2 ** -149)],
    [4, 1],
    [-1e30, -1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, -1],
    [Number.NaN, Number.NaN],
  ],
});
