import { describeBackends } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, adamw, type Optimizer } from '../index.js';

describeBackends('adamw', () => {
  /** The updates of two parameters for a gradient of 0: what decay alone does. */
  const decayOf = (optimizer: Optimizer): number[][] =>
    tidy(() => {
      const params = { kernel: tensor([8, -4]), bias: tensor([2]) };
      const grads = { kernel: tensor([0, 0]), bias: tensor([0]) };
      const { updates } = optimizer.update(grads, optimizer.init(params), params);
      return Object.values(updates as typeof params).map((update: Tensor) => Array.from(update.dataSync()));
    });

  it('decays by lr · weightDecay · p, whatever the gradients are', () => {
    const options = { learningRate: 0.5, weightDecay: 0.25 };
    expect(decayOf(adamw(options))).toEqual([[-1, 0.5], [-0.25]]);
    expect(decayOf(adamw({ ...options, convention: 'torch' }))).toEqual([[-1, 0.5], [-0.25]]);
    expect(decayOf(adamw({ ...options, mask: { kernel: true, bias: false } }))).toEqual([[-1, 0.5], [-0]]);
  });

  it('is what adam does with weightDecay in the convention of Keras, and not in that of PyTorch', () => {
    const options = { learningRate: 0.5, weightDecay: 0.25 };
    expect(decayOf(adam(options))).toEqual(decayOf(adamw(options)));
    expect(decayOf(adam({ ...options, convention: 'torch' }))).not.toEqual(decayOf(adamw(options)));
  });
});
