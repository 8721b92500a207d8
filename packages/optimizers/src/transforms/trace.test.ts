import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { trace } from '../index.js';

describeBackends('trace', () => {
  it.each([
    // t: 2, 0.5 · 2 - 4 = -3, 0.5 · -3 + 1 = -0.5
    [false, [2, -3, -0.5]],
    // 0.5 t + g: 0.5 · 2 + 2, 0.5 · -3 - 4, 0.5 · -0.5 + 1
    [true, [3, -5.5, 0.75]],
  ])('sums decaying gradients, nesterov %s', (nesterov, expected) => {
    const part = trace({ decay: 0.5, nesterov });
    tidy(() => {
      const params = tensor([7]);
      let state = part.init(params);
      const got = [2, -4, 1].map((gradient) => {
        const next = part.update(tensor([gradient]), state, params);
        state = next.state;
        return (next.updates as Tensor).dataSync()[0];
      });
      expect(got).toEqual(expected);
    });
  });
});
