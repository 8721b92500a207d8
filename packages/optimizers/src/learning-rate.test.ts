import { describeBackends } from '@isograd/testing';
import { scalar, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  adam,
  applyUpdates,
  chain,
  clipByNorm,
  constant,
  getLearningRate,
  scaleByAdam,
  scaleByLearningRate,
  setLearningRate,
  sgd,
  trace,
} from './index.js';

describeBackends('getLearningRate and setLearningRate', () => {
  it('work on the state of an optimizer and of a chain at any depth', () => {
    tidy(() => {
      const params = { w: tensor([0, 0]) };
      for (const part of [adam({ learningRate: 0.5 }), chain(clipByNorm(1), chain(scaleByLearningRate(0.5)))]) {
        const state = part.init(params);
        expect(getLearningRate(state).dataSync()).toEqual(Float32Array.of(0.5));
        const changed = setLearningRate(state, 0.125);
        expect(getLearningRate(changed).dataSync()).toEqual(Float32Array.of(0.125));
        expect(getLearningRate(state).dataSync()).toEqual(Float32Array.of(0.5));
      }
    });
  });

  it('change the next update', () => {
    tidy(() => {
      const optimizer = sgd({ learningRate: 0.5 });
      const params = { w: tensor([1, 1]) };
      const state = setLearningRate(optimizer.init(params), 0.25);
      const { updates } = optimizer.update({ w: tensor([4, -8]) }, state, params);
      const { w } = applyUpdates(params, updates) as typeof params;
      expect(Array.from(w.dataSync())).toEqual([0, 3]);
    });
  });

  it('take no parameter of that name for the rate', () => {
    tidy(() => {
      const params = { learningRate: scalar(3) };
      const optimizer = sgd({ learningRate: 0.5, momentum: 0.9 });
      const state = setLearningRate(optimizer.init(params), 0.25);
      expect(getLearningRate(state).dataSync()).toEqual(Float32Array.of(0.25));
      expect(state['momentum']).toMatchObject({ trace: { learningRate: { shape: [] } } });
      const { trace: velocity } = state['momentum'] as { trace: typeof params };
      expect(velocity.learningRate.dataSync()).toEqual(Float32Array.of(0));
    });
  });

  it('read the rate that a schedule gave, and refuse to change it', () => {
    tidy(() => {
      const params = tensor([0]);
      const state = adam({ learningRate: constant(0.25) }).init(params);
      expect(getLearningRate(state).dataSync()).toEqual(Float32Array.of(0.25));
      expect(() => setLearningRate(state, 0.1)).toThrow(/LEARNING_RATE_SCHEDULED/);
    });
  });

  it('do not take the count of Adam for that of a schedule', () => {
    tidy(() => {
      const part = chain(scaleByAdam({ epsilon: 1e-8 }), scaleByLearningRate(0.5));
      expect(() => setLearningRate(part.init(tensor([0])), 0.25)).not.toThrow();
    });
  });

  it('refuse a state without a rate, and a rate that is none', () => {
    tidy(() => {
      const state = trace({ decay: 0.9 }).init({ w: tensor([0]) });
      expect(() => getLearningRate(state)).toThrow(/LEARNING_RATE_MISSING/);
      expect(() => setLearningRate(state, 0.1)).toThrow(/LEARNING_RATE_MISSING/);
      const withRate = sgd().init({ w: tensor([0]) });
      for (const wrong of [-0.1, Number.NaN, Number.POSITIVE_INFINITY, constant(0.1) as unknown as number]) {
        expect(() => setLearningRate(withRate, wrong)).toThrow(/\[LEARNING_RATE\]/);
      }
    });
  });
});
