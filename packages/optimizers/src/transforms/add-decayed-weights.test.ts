import { describeBackends } from '@isograd/testing';
import { scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { type AddDecayedWeightsOptions, addDecayedWeights } from '../index.js';

describeBackends('addDecayedWeights', () => {
  function decay(options: AddDecayedWeightsOptions): number[][] {
    return tidy(() => {
      const params = { dense: { kernel: tensor([4, -8]), bias: tensor([16]) } };
      const grads = { dense: { kernel: tensor([1, 1]), bias: tensor([1]) } };
      const part = addDecayedWeights(options);
      const { dense } = part.update(grads, part.init(params), params).updates as typeof params;
      return [dense.kernel, dense.bias].map((update: Tensor) => Array.from(update.dataSync()));
    });
  }

  it('adds the weights times the coefficient, a number or a tensor', () => {
    expect(decay({ weightDecay: 0.25 })).toEqual([[2, -1], [5]]);
    const coefficient = scalar(-0.25);
    expect(decay({ weightDecay: coefficient })).toEqual([[0, 3], [-3]]);
    coefficient.dispose();
  });

  it('spares what the mask excludes', () => {
    expect(decay({ weightDecay: 0.25, mask: { dense: { kernel: true, bias: false } } })).toEqual([[2, -1], [1]]);
    expect(decay({ weightDecay: 0.25, mask: (path) => path === 'dense/bias' })).toEqual([[1, 1], [5]]);
  });

  it('refuses a mask that does not fit', () => {
    expect(() => decay({ weightDecay: 0.25, mask: { dense: { kernel: true } } })).toThrow(/dense[^]*TREE_STRUCTURE/);
  });
});
