/** ln 2 in two parts: the first has 13 bits, so that its product with an exponent is exact in single precision. */

export const ln2High: number = Math.round(Math.LN2 * 2 ** 13) / 2 ** 13;
export const ln2Low: number = Math.LN2 - ln2High;
