import { expect, it } from 'vitest';
import type { HostTensor } from '../oracle/host-tensor.js';
import { type Budget, judge, ulpOf } from './judge.js';

const vector = (dtype: HostTensor['dtype'], ...values: number[]): HostTensor => ({
  shape: [dtype === 'complex64' ? values.length / 2 : values.length],
  dtype,
  values: Float64Array.from(values),
});

const { NaN: none, POSITIVE_INFINITY: infinity } = Number;

/** Whether `got` passes for `expected`, element by element, within units in the last place of `expected`. */
function passes(got: HostTensor, expected: HostTensor, budget: Partial<Budget> = {}): boolean {
  return judge(got, expected, { ulps: 2, scale: expected.values, ...budget }).failure === undefined;
}

it('counts in units in the last place of float32', () => {
  expect([1, 1.5, 2, 2 ** -130, 0].map(ulpOf)).toEqual([2 ** -23, 2 ** -23, 2 ** -22, 2 ** -149, 2 ** -149]);
  expect(passes(vector('float32', 1 + 2 * 2 ** -23), vector('float32', 1))).toBe(true);
  expect(passes(vector('float32', 1 + 3 * 2 ** -23), vector('float32', 1))).toBe(false);
  expect(judge(vector('float32', 3), vector('float32', 3 - 2 ** -22), { ulps: 2, scale: Float64Array.of(3) })).toEqual({
    worst: 0.5,
  });
});

it('takes NaN for NaN and infinities for themselves alone', () => {
  expect(passes(vector('float32', none, infinity), vector('float32', none, infinity))).toBe(true);
  expect(passes(vector('float32', none), vector('float32', 1))).toBe(false);
  expect(passes(vector('float32', 1), vector('float32', none))).toBe(false);
  expect(passes(vector('float32', 2 ** 127), vector('float32', infinity))).toBe(false);
  expect(passes(vector('float32', infinity), vector('float32', -infinity))).toBe(false);
});

it('lets no budget excuse an integer', () => {
  expect(passes(vector('int32', 7), vector('int32', 7))).toBe(true);
  expect(passes(vector('int32', 7), vector('int32', 8), { ulps: 1000 })).toBe(false);
  expect(passes(vector('bool', 1), vector('bool', 0), { ulps: 1000 })).toBe(false);
});

it('lets a subnormal be 0 where that is said, and nothing larger', () => {
  const [zero, subnormal, normal] = [0, 2 ** -127, 2 ** -126].map((value) => vector('float32', value));
  expect(passes(zero as HostTensor, subnormal as HostTensor)).toBe(false);
  expect(passes(zero as HostTensor, subnormal as HostTensor, { mayFlush: true })).toBe(true);
  expect(passes(zero as HostTensor, normal as HostTensor, { mayFlush: true })).toBe(false);
});

it('takes what follows from zeros for subnormal inputs, where that is said', () => {
  const [zero, subnormal, root] = [0, 2 ** -127, 2 ** -63].map((value) => vector('float32', value));
  const budget = { mayFlush: true, flushed: zero as HostTensor };
  expect(passes(zero as HostTensor, root as HostTensor)).toBe(false);
  expect(passes(zero as HostTensor, root as HostTensor, budget)).toBe(true);
  expect(passes(root as HostTensor, root as HostTensor, budget)).toBe(true);
  expect(passes(subnormal as HostTensor, root as HostTensor, budget)).toBe(true); // handed on, and as good as zero
  expect(passes(vector('float32', 2 ** -62), root as HostTensor, budget)).toBe(false);
});

it('asks for the same dtype and shape', () => {
  expect(passes(vector('int32', 1), vector('float32', 1))).toBe(false);
  expect(passes(vector('float32', 1, 1), vector('float32', 1))).toBe(false);
  expect(passes({ ...vector('float32', 1), shape: [1, 1] }, vector('float32', 1))).toBe(false);
});
