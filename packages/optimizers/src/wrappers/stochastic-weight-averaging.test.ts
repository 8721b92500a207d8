/** The plain average of parameters, by its definition. */
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { expect, it } from 'vitest';
import { sgd, stochasticWeightAveraging } from '../index.js';
import { recordRegression } from '../testing/regression.js';

describeBackends('stochasticWeightAveraging', () => {
  it.each([
    [0, 1],
    [0, 3],
    [1, 2],
    [4, 1],
    [5, 4],
  ])('averages what comes after %i updates and then after every %i', (startStep, period) => {
    const optimizer = stochasticWeightAveraging(sgd({ learningRate: 0.1 }), { startStep, period });
    const plain = recordRegression(sgd({ learningRate: 0.1 }), 12);
    const { W, evaluationW } = recordRegression(optimizer, 12);
    expect(W).toEqual(plain.W);
    // The initial parameters are those before the first update of a run that does not move.
    const path = [
      recordRegression(sgd({ learningRate: 0 }), 1).W,
      ...Array.from({ length: 12 }, (_, step) => W.slice(step * 12, step * 12 + 12)),
    ];
    for (let updates = 1; updates <= 12; updates++) {
      const counted = path.filter((_, at) => at <= updates && at >= startStep && (at - startStep) % period === 0);
      const expected = counted.length === 0 ? [path[updates] as number[]] : counted;
      const values = Float64Array.from({ length: 12 }, (_, index) => {
        return expected.reduce((sum, row) => sum + (row[index] as number), 0) / expected.length;
      });
      expectWithinTolerance(evaluationW.slice((updates - 1) * 12, updates * 12), {
        shape: [12],
        dtype: 'float64',
        values,
      });
    }
  });
});
