/** Wrappers around wrappers train; the contract of optimizers holds for them as for all others (`contract.test.ts`). */
import { describeBackends, loadFixtures, toTensor } from '@isograd/testing';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nestingCases } from '../testing/optimizer-cases/nestings.js';
import { evaluateRegression } from '../testing/fixture-runs.js';
import { recordRegression } from '../testing/regression.js';

const { problem } = await loadFixtures('optimizers');

describeBackends('nested wrappers', () => {
  it.each(nestingCases.map(({ name, make }) => [name, make] as const))('descend: %s', (_name, make) => {
    const { loss, W, b, evaluationW, evaluationB } = recordRegression(make(), 20);
    for (const values of [loss, W, b, evaluationW, evaluationB]) expect(values.every(Number.isFinite)).toBe(true);
    const first = loss[0] as number;
    expect(loss.at(-1)).toBeLessThan(0.9 * first);
    const judged = tidy(() => {
      const data = { X: toTensor(problem?.inputs['X']), Y: toTensor(problem?.inputs['Y']) };
      const params = { W: tensor(evaluationW.slice(-12), [4, 3]), b: tensor(evaluationB.slice(-3)) };
      return evaluateRegression(data, params, (value) => value).loss.dataSync()[0];
    });
    expect(judged).toBeLessThan(0.9 * first);
  });
});
