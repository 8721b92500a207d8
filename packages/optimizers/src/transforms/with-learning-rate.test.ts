import { describeBackends } from '@isograd/testing';
import { cast, mul, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { constant, identity, type Schedule, scaleByLearningRate, withLearningRate } from '../index.js';

describeBackends('scaleByLearningRate', () => {
  /** The updates of three steps for a gradient of 1, and the final state on the host. */
  function run(learningRate: number | Schedule): { updates: unknown[]; rate: number[]; count: number[] | undefined } {
    return tidy(() => {
      const params = tensor([0]);
      const part = scaleByLearningRate(learningRate);
      let state = part.init(params);
      const updates = [1, 2, 3].map(() => {
        const next = part.update(tensor([1]), state, params);
        state = next.state;
        return (next.updates as Tensor).dataSync()[0];
      });
      return {
        updates,
        rate: Array.from(state.learningRate.dataSync()),
        count: state.count && Array.from(state.count.dataSync()),
      };
    });
  }

  it('descends by a number, which the state holds', () => {
    expect(run(0.25)).toEqual({ updates: [-0.25, -0.25, -0.25], rate: [0.25], count: undefined });
  });

  it('descends by a schedule of the updates made so far, counted from 0', () => {
    const rising: Schedule = (count) => mul(cast(count, 'float32'), 0.5);
    expect(run(rising)).toEqual({ updates: [-0, -0.5, -1], rate: [1], count: [3] });
    expect(run(constant(0.25))).toEqual({ updates: [-0.25, -0.25, -0.25], rate: [0.25], count: [3] });
  });

  it('refuses a schedule that returns no scalar, and a state without its count', () => {
    expect(() => run(() => tensor1d([1, 2]))).toThrow(/float32 \[2\][^]*SCHEDULE_SHAPE/);
    tidy(() => {
      const params = tensor([0]);
      const { state } = { state: scaleByLearningRate(0.1).init(params) };
      expect(() => scaleByLearningRate(constant(0.1)).update(tensor([1]), state, params)).toThrow(/OPTIMIZER_STATE/);
    });
  });

  it('refuses a part with the name of a tensor of its own', () => {
    tidy(() => {
      expect(() => withLearningRate(0.1, () => ({ count: identity() })).init(tensor([0]))).toThrow(
        /OPTIMIZER_PART_NAME/,
      );
    });
  });
});
