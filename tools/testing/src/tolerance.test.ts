import { describe, expect, it } from 'vitest';
import { type DecodedTensor, expectWithinRounding, expectWithinTolerance } from './index.js';

const reference: DecodedTensor = {
  shape: [2],
  dtype: 'float64',
  values: Float64Array.of(1, -1000),
  scale: 1000,
  f32err: 1e-4,
};

describe('expectWithinTolerance', () => {
  it('returns the worst ratio', () => {
    expect(expectWithinTolerance([1, -1000.0008], reference)).toBeCloseTo(0.0008 / 0.0016, 6);
    expect(expectWithinTolerance([1.0032, -1000], reference, { kind: 'adam' })).toBeCloseTo(0.5, 6);
    expect(expectWithinTolerance([1, -1000.05], reference, { kind: 'trajectory' })).toBeCloseTo(0.5, 6);
  });

  it('takes the scale where the reference was exact', () => {
    const exact = { ...reference, f32err: 0 };
    expect(expectWithinTolerance([1 + 2 ** -21 * 1000, -1000], exact)).toBeCloseTo(0.5, 6);
    expect(() => expectWithinTolerance([1 + 2 ** -19 * 1000, -1000], exact)).toThrow(/element 0/);
  });

  it('fails on a larger error, NaN, an infinity, another length and a missing tensor', () => {
    expect(() => expectWithinTolerance([1, -1000.002], reference)).toThrow(/element 1/);
    expect(() => expectWithinTolerance([Number.NaN, -1000], reference)).toThrow(/NaN/);
    expect(() => expectWithinTolerance([Number.POSITIVE_INFINITY, -1000], reference)).toThrow(/Infinity/);
    expect(() => expectWithinTolerance([1], reference)).toThrow(/number of elements/);
    expect(() => expectWithinTolerance([1], undefined)).toThrow(/no tensor/);
  });
});

describe('expectWithinRounding', () => {
  it('bounds the error by the number and size of the terms', () => {
    expect(expectWithinRounding([3 + 6 * 2 ** -24], [3], [6], 2)).toBeCloseTo(0.25, 6);
    expect(() => expectWithinRounding([3 + 30 * 2 ** -24], [3], [6], 2)).toThrow(/element 0/);
    expect(() => expectWithinRounding([Number.NaN], [Number.NaN], [6], 2)).toThrow(/NaN/);
  });
});
