import { describeBackends } from '@isograd/testing';
import { grad, mul, sum, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { stopGradient } from './stop-gradient.js';

describeBackends('stopGradient', () => {
  it('passes values and stops gradients of both orders', () => {
    tidy(() => {
      const x = tensor1d([1, -2, 3]);
      expect(Array.from(stopGradient(x).dataSync())).toEqual([1, -2, 3]);
      const product = (at: Tensor): Tensor => mul(at, stopGradient(mul(at, at)));
      const first = grad(product); // x^2, where x^3 has 3 x^2
      expect(Array.from(first(x).dataSync())).toEqual([1, 4, 9]);
      const second = grad((at: Tensor) => sum(mul(first(at), at))); // of x stop(x^2)
      expect(Array.from(second(x).dataSync())).toEqual([1, 4, 9]);
    });
  });
});
