/** Compares a float32 result with the law, element by element. */
import { describeTensor, shapesMatch } from '@isograd/core';
import { type HostTensor, indexOf } from '../oracle/host-tensor.js';
import type { Verdict } from './suite-report.js';

/** A budget in units in the last place, and the numbers whose units they are: one an element. */
export interface Budget {
  readonly ulps: number;
  readonly scale: Float64Array;
  /** Whether what is expected below 2^-126 may be 0. Default: false. */
  readonly mayFlush?: boolean;
  /** What is expected as well: where subnormal inputs count as zero. */
  readonly flushed?: HostTensor;
}

/**
 * Whether `got` is `expected` within the budget: the same dtype and shape, NaN where there is NaN, the same
 * infinities, integers equal.
 */
export function judge(got: HostTensor, expected: HostTensor, budget: Budget): Verdict {
  if (got.dtype !== expected.dtype || !shapesMatch(got.shape, expected.shape)) {
    return fail(`received ${describeTensor(got)}; expected ${describeTensor(expected)}`);
  }
  if (got.values.length !== expected.values.length) {
    return fail(`received ${got.values.length} elements; expected ${expected.values.length}`);
  }
  const isFloat = expected.dtype === 'float32' || expected.dtype === 'complex64';
  let worst = 0;
  for (const [position, value] of got.values.entries()) {
    const exact = expected.values[position] as number;
    if (budget.mayFlush && value === 0 && Math.abs(exact) < smallestNormal) continue;
    const scale = budget.scale[position] as number;
    const away = (got: number, from: number): number => (isFloat ? errorInUlps(got, from, scale) : unequal(got, from));
    const flushed = budget.flushed?.values[position];
    const ulps =
      flushed === undefined
        ? away(value, exact)
        : Math.min(away(value, exact), away(withoutSubnormal(value), withoutSubnormal(flushed)));
    const ratio = ulps === 0 ? 0 : ulps / budget.ulps;
    if (ratio > 1) {
      const index = indexOf(got.shape, got.dtype === 'complex64' ? Math.floor(position / 2) : position);
      return fail(
        `element [${index.join(', ')}]: received ${value}; expected ${isFloat ? Math.fround(exact) : exact}, ` +
          `${ulps.toPrecision(3)} units in the last place away of ${budget.ulps} allowed`,
        ratio,
      );
    }
    worst = Math.max(worst, ratio);
  }
  return { worst };
}

/** Numbers below are subnormal. */
const smallestNormal = 2 ** -126;

/** A zero of its sign for a subnormal number; others as they are. */
export function withoutSubnormal(value: number): number {
  if (Math.abs(value) >= smallestNormal || Number.isNaN(value)) return value;
  return value < 0 || Object.is(value, -0) ? -0 : 0;
}

/** No budget is enough for integers that differ. */
function unequal(got: number, exact: number): number {
  return got === exact ? 0 : Number.POSITIVE_INFINITY;
}

/** Distance of two numbers in units in the last place that a float32 of the size of `scale` has. */
function errorInUlps(got: number, exact: number, scale: number): number {
  const rounded = Math.fround(exact);
  if (Number.isNaN(rounded) || Number.isNaN(got)) return Number.isNaN(rounded) === Number.isNaN(got) ? 0 : Infinity;
  if (got === rounded) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(rounded)) return Infinity;
  return Math.abs(got - exact) / ulpOf(scale);
}

/** The distance of neighbouring float32 numbers of the size of `value`; that of subnormals below 2^-126. */
export function ulpOf(value: number): number {
  const magnitude = Math.min(Math.abs(value), 2 ** 127);
  return 2 ** (Math.max(Math.floor(Math.log2(magnitude)), -126) - 23);
}

function fail(failure: string, worst: number = Number.POSITIVE_INFINITY): Verdict {
  return { worst, failure };
}
