/** What elementwise instructions compute: the order is that of native/element-codes.h. */
import type { ElementDtype } from './instructions/elementwise.js';

/** Signatures by the letters of their dtypes, operands first. */
const signatures = {
  copyFloat: 'f f',
  copyInt: 'i i',
  copyBool: 'b b',
  floatToInt: 'f i',
  floatToBool: 'f b',
  intToFloat: 'i f',
  intToBool: 'i b',
  boolToFloat: 'b f',
  boolToInt: 'b i',
  abs: 'f f',
  neg: 'f f',
  square: 'f f',
  sqrt: 'f f',
  rsqrt: 'f f',
  reciprocal: 'f f',
  floor: 'f f',
  ceil: 'f f',
  round: 'f f',
  sign: 'f f',
  exp: 'f f',
  expm1: 'f f',
  log: 'f f',
  log1p: 'f f',
  sigmoid: 'f f',
  tanh: 'f f',
  elu: 'f f',
  selu: 'f f',
  softplus: 'f f',
  erf: 'f f',
  sin: 'f f',
  cos: 'f f',
  isNan: 'f b',
  isInf: 'f b',
  isFinite: 'f b',
  add: 'ff f',
  sub: 'ff f',
  mul: 'ff f',
  div: 'ff f',
  /** NaN if one of them is. */
  maximum: 'ff f',
  minimum: 'ff f',
  squaredDifference: 'ff f',
  /** The second where the first is below it: NaN stays. */
  atLeast: 'ff f',
  /** 1 above 0, the second elsewhere; NaN stays. */
  step: 'ff f',
  /** The first, multiplied by the second where it is below 0. */
  prelu: 'ff f',
  /** The first, not below the second and not above the third: NaN stays. */
  clip: 'fff f',
  equal: 'ff b',
  notEqual: 'ff b',
  greater: 'ff b',
  greaterEqual: 'ff b',
  less: 'ff b',
  lessEqual: 'ff b',
  absInt: 'i i',
  negInt: 'i i',
  squareInt: 'i i',
  addInt: 'ii i',
  subInt: 'ii i',
  mulInt: 'ii i',
  maximumInt: 'ii i',
  minimumInt: 'ii i',
  clipInt: 'iii i',
  equalInt: 'ii b',
  notEqualInt: 'ii b',
  greaterInt: 'ii b',
  greaterEqualInt: 'ii b',
  lessInt: 'ii b',
  lessEqualInt: 'ii b',
  equalBool: 'bb b',
  notEqualBool: 'bb b',
  notBool: 'b b',
  andBool: 'bb b',
  orBool: 'bb b',
  selectFloat: 'bff f',
  selectInt: 'bii i',
  selectBool: 'bbb b',
} as const;

/** The name of what a call computes. */
export type ElementCode = keyof typeof signatures;

/** A code as the addon knows it, and the dtypes of what it takes and gives. */
export interface ElementSignature {
  readonly index: number;
  readonly from: readonly ElementDtype[];
  readonly to: ElementDtype;
}

const dtypeOf: { readonly [letter: string]: ElementDtype } = { f: 'float32', i: 'int32', b: 'bool' };

function signatureOf(text: string, index: number): ElementSignature {
  const [from = '', to = ''] = text.split(' ');
  const dtypes = [...from, to].map((letter) => dtypeOf[letter] ?? 'float32');
  return { index, from: dtypes.slice(0, -1), to: dtypes.at(-1) ?? 'float32' };
}

/** All codes. */
export const elementCodes = Object.fromEntries(
  Object.entries(signatures).map(([code, text], index) => [code, signatureOf(text, index)]),
) as { readonly [Code in ElementCode]: ElementSignature };
