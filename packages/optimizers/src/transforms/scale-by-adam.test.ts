import { type DecodedTensor, describeBackends, expectWithinTolerance } from '@isograd/testing';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { type ScaleByAdamOptions, scaleByAdam } from '../index.js';

const gradients = [
  [0.5, -2, 0],
  [1, 0.25, 0],
  [-0.125, 3, 0],
];

/** Algorithm 1 of the paper in float64; with the hat on epsilon of section 2 for Keras. */
function reference(options: Required<ScaleByAdamOptions>): number[][] {
  const { beta1, beta2, epsilon, amsgrad, convention } = options;
  const [m, v, largest] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  return gradients.map((gradient, index) => {
    const correct1 = 1 - beta1 ** (index + 1);
    const correct2 = 1 - beta2 ** (index + 1);
    return gradient.map((g, i) => {
      m[i] = beta1 * (m[i] as number) + (1 - beta1) * g;
      v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g;
      largest[i] = Math.max(largest[i] as number, v[i] as number);
      const divisor = (amsgrad ? largest[i] : v[i]) as number;
      return convention === 'torch'
        ? (m[i] as number) / correct1 / (Math.sqrt(divisor / correct2) + epsilon)
        : ((Math.sqrt(correct2) / correct1) * (m[i] as number)) / (Math.sqrt(divisor) + epsilon);
    });
  });
}

describeBackends('scaleByAdam', () => {
  it.each<Required<ScaleByAdamOptions>>([
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false, convention: 'keras' },
    { beta1: 0.9, beta2: 0.999, epsilon: 0.1, amsgrad: false, convention: 'torch' },
    { beta1: 0.9, beta2: 0.5, epsilon: 1e-3, amsgrad: true, convention: 'keras' },
    { beta1: 0, beta2: 0.9, epsilon: 1e-8, amsgrad: false, convention: 'torch' },
    { beta1: 0, beta2: 0, epsilon: 1e-8, amsgrad: false, convention: 'keras' },
  ])('computes the formulas of the paper: %o', (options) => {
    const part = scaleByAdam(options);
    const got: number[] = [];
    tidy(() => {
      const params = tensor([1, 2, 3]);
      let state = part.init(params);
      for (const gradient of gradients) {
        const next = part.update(tensor(gradient), state, params);
        got.push(...(next.updates as Tensor).dataSync());
        state = next.state;
      }
      expect(state.count.dtype).toBe('int32');
      expect(Array.from(state.count.dataSync())).toEqual([gradients.length]);
    });
    const values = Float64Array.from(reference(options).flat());
    const expected: DecodedTensor = { shape: [3, 3], dtype: 'float64', values };
    expect(expectWithinTolerance(got, expected)).toBeLessThanOrEqual(1);
  });
});
