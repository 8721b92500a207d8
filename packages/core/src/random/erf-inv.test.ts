import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { erfInv } from './erf-inv.js';

/** [y, x with erf(x) = y]: y is a float32, x was found by Newton's method on erfc in float64. */
const reference = [
  [0.0625, 0.055445948772782014],
  [0.10000000149011612, 0.08885599182530647],
  [0.25, 0.22531205501217808],
  [0.5, 0.4769362762044698],
  [0.75, 0.8134198475976185],
  [0.8999999761581421, 1.1630870719457722],
  [0.9599999785423279, 1.452219624876516],
  [0.9700000286102295, 1.5344858888791884],
  [0.9900000095367432, 1.8213866009002777],
  [0.9990000128746033, 2.3267563267961546],
  [0.9998999834060669, 2.7510354379032873],
  [0.9999989867210388, 3.45707472603595],
  [0.9999998807907104, 3.7439211627767994],
] as const;

describeBackends('erfInv', () => {
  it('inverts the error function on both sides, centre and tails', () => {
    tidy(() => {
      for (const sign of [1, -1]) {
        const x = erfInv(tensor1d(reference.map(([y]) => sign * y))).dataSync();
        const values = Float64Array.from(reference, ([, expected]) => sign * expected);
        expectWithinTolerance(x, { shape: [values.length], dtype: 'float64', values });
      }
    });
  });
});
