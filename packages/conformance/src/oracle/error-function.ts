/** The error function in float64. */

/** Beyond it the complement is so small that its continued fraction decides no more than the last digits. */
const turningPoint = 2;

/** Terms of the continued fraction: at the turning point the rest is below 2^-53 of the complement. */
const fractionTerms = 100;

/**
 * erf x = 2/√π ∫₀ˣ e^(-t²) dt, within 2^-50 of its size.
 *
 * @see Abramowitz and Stegun: "Handbook of Mathematical Functions" (1964), 7.1.6 and 7.1.14
 */
export function errorFunction(x: number): number {
  const magnitude = Math.abs(x);
  return Math.sign(x) * (magnitude > turningPoint ? 1 - complement(magnitude) : series(magnitude));
}

/** 2/√π e^(-x²) Σₙ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): no term cancels another. NaN gives NaN. */
function series(x: number): number {
  let sum = x;
  let term = x;
  for (let n = 1; term > sum * 2 ** -60; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf x = e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), for large x. */
function complement(x: number): number {
  let fraction = x;
  for (let n = fractionTerms; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
