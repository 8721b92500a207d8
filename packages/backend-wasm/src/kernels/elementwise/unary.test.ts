import { expectWithinRounding } from '@isograd/testing';
import { Cos, Elu, Exp, Expm1, Log, Log1p, Selu, Sigmoid, Sign, Sin, Softplus, Tanh } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../../testing/kernel-runner.js';

onWasm();

const smallestNormal = 2 ** -126;

/** Of all floats: the bits are drawn, not the values. */
const anyBits = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0]);
const arrays = fc.array(fc.oneof(anyBits, fc.float({ min: -10, max: 10, noNaN: true })), {
  minLength: 1,
  maxLength: 40,
}) as fc.Arbitrary<number[]>;

const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];

/** Each with the terms of its series. */
const functions: readonly [kernelName: string, law: (x: number) => number, terms: number][] = [
  [Sin, Math.sin, 5],
  [Cos, Math.cos, 6],
  [Log1p, Math.log1p, 6],
  [Selu, (x) => scale * (x < 0 ? alpha * Math.expm1(x) : x), 8],
  [Exp, Math.exp, 7],
  [Expm1, Math.expm1, 6],
  [Elu, (x) => (x < 0 ? Math.expm1(x) : x), 6],
  [Log, Math.log, 6],
  [Sigmoid, (x) => 1 / (1 + Math.exp(-x)), 7],
  [Softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 7],
  [Tanh, Math.tanh, 6],
];

it.each(functions)('%s of any float, huge and infinite ones too', (kernelName, law, terms) => {
  fc.assert(
    fc.property(arrays, (values) => {
      const data = Array.from(Float32Array.from(values));
      const got = Array.from(runKernel(kernelName, { x: { shape: [data.length], dtype: 'float32', data } }).data);
      const expected = data.map(law);
      const isOrdinary = (value: number): boolean =>
        Number.isFinite(Math.fround(value)) && Math.abs(value) >= smallestNormal;
      const ordinary = [...expected.keys()].filter((index) => isOrdinary(expected[index] as number));
      const pick = (list: readonly number[]): number[] => ordinary.map((index) => list[index] as number);
      expectWithinRounding(pick(got), pick(expected), pick(expected).map(Math.abs), terms);
      for (const [index, value] of expected.entries()) {
        if (!Number.isFinite(Math.fround(value))) expect(got[index]).toBe(Math.fround(value));
      }
    }),
    { numRuns: 500 },
  );
});

it.each([Sin, Log1p, Expm1, Elu, Tanh])('%s keeps subnormals and the signs of zeros', (kernelName) => {
  const data = [0, -0, 2 ** -149, -(2 ** -149), 2 ** -130];
  const got = runKernel(kernelName, { x: { shape: [5], dtype: 'float32', data } }).data;
  expect(Array.from(got, (value) => (Object.is(value, -0) ? '-0' : value))).toEqual([0, '-0', ...data.slice(2)]);
});

it('reduces every exponent of an angle', () => {
  const data = Array.from({ length: 128 }, (_, exponent) => Math.fround(1.7182817 * 2 ** exponent));
  const x = { shape: [128], dtype: 'float32', data } as const;
  const expectLaw = (kernelName: string, law: (angle: number) => number, terms: number): void => {
    const expected = data.map(law);
    expectWithinRounding(Array.from(runKernel(kernelName, { x }).data), expected, expected.map(Math.abs), terms);
  };
  expectLaw(Sin, Math.sin, 5);
  expectLaw(Cos, Math.cos, 6);
});

it('has no sign for NaN and zeros', () => {
  const data = [2 ** -149, -(2 ** -149), 0, Number.NaN, Number.NEGATIVE_INFINITY];
  const got = runKernel(Sign, { x: { shape: [5], dtype: 'float32', data } }).data;
  expect(Array.from(got)).toEqual([1, -1, 0, 0, -1]);
});
