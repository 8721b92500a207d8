import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import { cos, sin, tan, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

describeBackends('trigonometry', () => {
  it.each([1, 10, 1000])('is right to single precision for |x| < %d', (range) => {
    const x = seededValues(1, 500, [-range, range]);
    const expected = (f: (x: number) => number) => {
      const values = Float64Array.from(x, f);
      return { shape: [500], dtype: 'float64', values };
    };
    tidy(() => {
      expectWithinTolerance(sin(tensor1d(x)).dataSync(), expected(Math.sin));
      expectWithinTolerance(cos(tensor1d(x)).dataSync(), expected(Math.cos));
      const away = x.map((value) => (Math.abs(Math.cos(value)) < 0.1 ? 0 : value));
      const tangents = Float64Array.from(away, Math.tan);
      expectWithinTolerance(tan(tensor1d(away)).dataSync(), { shape: [500], dtype: 'float64', values: tangents });
    });
  });

  it('keeps NaN, and makes it of infinity', () => {
    tidy(() => {
      for (const f of [sin, cos, tan]) {
        for (const value of f(tensor1d([Number.NaN, Number.POSITIVE_INFINITY])).dataSync()) expect(value).toBeNaN();
      }
    });
  });
});
