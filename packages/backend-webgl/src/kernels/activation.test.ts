import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { elu, softplus, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';

describeBackends('activations', () => {
  const x = [-30, -5, -1, -0.1000001, -0.0999999, -0.01, -1e-3, 0, 1e-3, 0.5, 4.6, 5, 30];

  it('elu and softplus are right on both sides of zero', () => {
    tidy(() => {
      const expected = (f: (value: number) => number) => {
        const values = Float64Array.from(Float32Array.from(x), f);
        return { shape: [x.length], dtype: 'float64', values };
      };
      expectWithinTolerance(
        elu(tensor1d(x)).dataSync(),
        expected((value) => (value > 0 ? value : Math.expm1(value))),
      );
      expectWithinTolerance(
        softplus(tensor1d(x)).dataSync(),
        expected((value) => Math.log1p(Math.exp(value))),
      );
    });
  });
});
