import { customGrad, matMul, mul, sin, square, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkGradient, describeBackends, seededValues } from './index.js';

describeBackends('checkGradient', () => {
  const at = (f: (x: Tensor, y: Tensor) => void): void => {
    tidy(() => void f(tensor(seededValues(3, 12), [3, 4]), tensor(seededValues(4, 8), [4, 2])));
  };

  it('accepts right derivatives', () => {
    at((x, y) => {
      expect(checkGradient((a, b) => sin(matMul(a, b)), [x, y])).toBeLessThanOrEqual(1);
      expect(checkGradient((a) => mul(a, 3), [x])).toBeLessThanOrEqual(1);
    });
  });

  it('rejects a first derivative that is wrong by 1 % in every element', () => {
    const wrong = customGrad((x, save) => {
      (save as (tensors: Tensor[]) => void)([x as Tensor]);
      return { value: square(x as Tensor), gradFunc: (dy, [saved]) => mul(dy, mul(saved as Tensor, 2.02)) };
    });
    at((x) => expect(() => checkGradient((a) => wrong(a), [x])).toThrow(/first derivative/));
  });

  it('rejects a second derivative that is missing', () => {
    // The derivative's value is right, but the tape sees a constant.
    const flat = customGrad((x) => {
      const input = x as Tensor;
      const derivative = input.dataSync().map((value) => 2 * value);
      return { value: square(input), gradFunc: (dy) => mul(dy, tensor(derivative, input.shape)) };
    });
    at((x) => expect(() => checkGradient((a) => flat(a), [x])).toThrow(/second derivative/));
    at((x) => expect(checkGradient((a) => flat(a), [x], { order: 1 })).toBeLessThanOrEqual(1));
  });
});
