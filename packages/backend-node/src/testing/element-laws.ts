/** The laws of elementwise kernels in float64 and exact integers, and how near native ones come to them. */
import { expect } from 'vitest';
import type { ElementDtype } from '../native/instructions/elementwise.js';

/** What a kernel is held to. */
export interface ElementLaw {
  /** Of the numbers of the operands, bools as 0 and 1. */
  readonly law: (...operands: number[]) => number;
  /** Units in the last place of float32, those of native/kernels/vector-math.h. Default: 0, the float next to the law. */
  readonly ulps?: number;
}

type Attributes = { readonly [name: string]: unknown };

/** A kernel by the dtype of its operands, and the attributes of its call. */
type LawOf = (from: ElementDtype, to: ElementDtype, attributes: Attributes) => ElementLaw;

const exact =
  (law: ElementLaw['law']): LawOf =>
  () => ({ law });
const within =
  (ulps: number, law: ElementLaw['law']): LawOf =>
  () => ({ law, ulps });
const fround = Math.fround;

const selu = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

function cast(value: number, to: ElementDtype): number {
  if (to === 'bool') return Number(value !== 0);
  if (to === 'float32') return value;
  return Math.min(Math.max(Math.trunc(value), -(2 ** 31)), 2 ** 31 - 1) || 0;
}

function clip(value: number, least: number, most: number): number {
  const raised = value < least ? least : value;
  return raised > most ? most : raised;
}

/** Of two numbers as near the even one. */
function round(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (Object.is(value, -0) || !Number.isFinite(value)) return value;
  const whole = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return whole === 0 && value < 0 ? -0 : whole;
}

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

const sigmoid = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Of every kernel that loops have. */
export const elementLaws: { readonly [kernelName: string]: LawOf } = {
  Abs: exact(Math.abs),
  Add: exact((a, b) => a + b),
  AddN: exact((...terms) => terms.reduce((sum, term) => fround(sum + term))),
  BroadcastTo: exact((x) => x),
  Cast: (_from, to) => ({ law: (x) => cast(x, to) }),
  Ceil: exact(Math.ceil),
  ClipByValue: (_from, to, { clipValueMin, clipValueMax }) => ({
    law: (x) => clip(x, cast(Number(clipValueMin), to), cast(Number(clipValueMax), to)),
  }),
  Cos: within(2, Math.cos),
  Elu: within(1, (x) => (x < 0 ? Math.expm1(x) : x)),
  Equal: exact((a, b) => Number(a === b)),
  Erf: within(2.5, errorFunction),
  Exp: within(1.1, Math.exp),
  Expm1: within(1.7, Math.expm1),
  Fill: (_from, to, { value }) => ({ law: () => cast(Number(value), to) }),
  Floor: exact(Math.floor),
  Greater: exact((a, b) => Number(a > b)),
  GreaterEqual: exact((a, b) => Number(a >= b)),
  IsFinite: exact((x) => Number(Number.isFinite(x))),
  IsInf: exact((x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY)),
  IsNan: exact((x) => Number(Number.isNaN(x))),
  LeakyRelu: (_from, _to, { alpha }) => ({ law: (x) => (x < 0 ? x * fround(Number(alpha)) : x) }),
  Less: exact((a, b) => Number(a < b)),
  LessEqual: exact((a, b) => Number(a <= b)),
  Log: within(0.9, Math.log),
  Log1p: within(0.9, Math.log1p),
  LogicalAnd: exact((a, b) => a & b),
  LogicalNot: exact((x) => 1 - x),
  LogicalOr: exact((a, b) => a | b),
  LogicalXor: exact((a, b) => a ^ b),
  Maximum: exact(Math.max),
  Minimum: exact(Math.min),
  Multiply: (from) => ({ law: from === 'int32' ? Math.imul : (a, b) => a * b }),
  Neg: exact((x) => -x),
  NotEqual: exact((a, b) => Number(a !== b)),
  OnesLike: exact(() => 1),
  Prelu: exact((x, alpha) => (x < 0 ? alpha * x : x)),
  RealDiv: exact((a, b) => a / b),
  Reciprocal: exact((x) => 1 / x),
  Relu: exact((x) => (x < 0 ? 0 : x)),
  Relu6: exact((x) => clip(x, 0, 6)),
  Round: exact(round),
  Rsqrt: exact((x) => 1 / fround(Math.sqrt(x))),
  Select: exact((condition, yes, no) => (condition === 1 ? yes : no)),
  Selu: within(2, (x) => selu.scale * (x < 0 ? selu.alpha * Math.expm1(x) : x)),
  Sigmoid: within(2.5, sigmoid),
  Sign: exact((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)),
  Sin: within(2, Math.sin),
  Softplus: within(1.9, softplus),
  Sqrt: exact(Math.sqrt),
  Square: (from) => ({ law: (x) => (from === 'int32' ? Math.imul(x, x) : x * x) }),
  SquaredDifference: exact((a, b) => fround(a - b) ** 2),
  Step: (_from, _to, { alpha }) => ({
    law: (x) => (x > 0 ? 1 : Number.isNaN(x) ? x : fround(Number(alpha ?? 0))),
  }),
  Sub: exact((a, b) => a - b),
  Tanh: within(2, Math.tanh),
  Tile: exact((x) => x),
  ZerosLike: exact(() => 0),
};

/** A result of a law as an element of a dtype: the nearest float, or an integer that wraps around. */
export function elementOf(value: number, dtype: ElementDtype): number {
  return dtype === 'float32' ? fround(value) : value | 0;
}

export const smallestNormal: number = 2 ** -126;

const signedZero = (value: number): number => (value < 0 || Object.is(value, -0) ? -0 : 0);

/** Numbers too small to be normal count as zero of the same sign. */
export function flushed(value: number): number {
  return Math.abs(value) < smallestNormal ? signedZero(value) : value;
}

/**
 * Asserts that floats come as near as a law says. What its result or a step to it has below the normal numbers may be
 * lost.
 *
 * @param given - What stands in the message, by index.
 */
export function expectElements(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  ulps: number,
  given: (index: number) => string,
): void {
  expect(got.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    const [value, law] = [got[index] ?? Number.NaN, expected[index] ?? Number.NaN];
    const error = errorInUlps(value, law);
    if (error <= ulps || Math.abs(value - law) <= (ulps === 0 && law === 0 ? -1 : smallestNormal)) continue;
    expect.fail(`${given(index)}: got ${value}, expected ${law}: ${error} units in the last place`);
  }
}

/** 0 for the float next to `expected`, zeros by their sign; else the distance in units in the last place. */
function errorInUlps(got: number, expected: number): number {
  const rounded = fround(expected);
  if (Object.is(got, rounded)) return 0;
  if (got === rounded || !Number.isFinite(got) || !Number.isFinite(rounded)) return Number.POSITIVE_INFINITY;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -126);
  return Math.abs(got - expected) / 2 ** (exponent - 23);
}
