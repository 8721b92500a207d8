import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { elu, softplus, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';

describeBackends('activations', (backendName) => {
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

  it.runIf(backendName === 'webgl')('softplus and elu keep the digits of small results', () => {
    tidy(() => {
      // One element a call, so that the tolerance scales with it; times 2^20, above the table's absolute floor.
      const check = (got: ArrayLike<number>, value: number): void => {
        const values = Float64Array.of(value * 2 ** 20);
        expectWithinTolerance([(got[0] as number) * 2 ** 20], { shape: [1], dtype: 'float64', values });
      };
      for (const value of [-12, -8, -5]) {
        check(softplus(tensor1d([value])).dataSync(), Math.log1p(Math.exp(value)));
      }
      for (const value of [-1e-3, -1e-2, -0.09]) {
        check(elu(tensor1d([value])).dataSync(), Math.expm1(Math.fround(value)));
      }
    });
  });
});
