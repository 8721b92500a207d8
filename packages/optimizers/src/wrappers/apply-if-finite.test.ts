/** Updates that are left out, and the counts of them. */
import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyIfFinite, type ApplyIfFiniteState, sgd } from '../index.js';

describeBackends('applyIfFinite', () => {
  it('counts what it leaves out, keeps the state of the optimizer, and gives up in the end', () => {
    tidy(() => {
      const optimizer = applyIfFinite(sgd({ learningRate: 1, momentum: 0.5 }), { maxConsecutiveErrors: 2 });
      const params = { a: tensor([1, 2]), b: tensor([3]) };
      let state = optimizer.init(params);
      const rows = [[1], [Number.NaN], [Number.POSITIVE_INFINITY], [2], [Number.NaN], [Number.NaN], [Number.NaN]].map(
        ([gradient = 0]) => {
          const next = optimizer.update({ a: tensor([1, 1]), b: tensor([gradient]) }, state, params);
          state = next.state as ApplyIfFiniteState;
          const { a } = next.updates as typeof params;
          const counts = [state.notFiniteCount, state.totalNotFinite, state.lastFinite] as Tensor[];
          return [...counts, a].map((value) => value.dataSync()[0]);
        },
      );
      expect(rows).toEqual([
        [0, 0, 1, -1],
        [1, 1, 0, 0],
        [2, 2, 0, 0],
        [0, 2, 1, -1.5],
        [1, 3, 0, 0],
        [2, 4, 0, 0],
        [3, 5, 0, -1.75],
      ]);
      expect([state.lastFinite.dtype, state.totalNotFinite.dtype]).toEqual(['bool', 'int32']);
    });
  });
});
