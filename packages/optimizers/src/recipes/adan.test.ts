/** Adan against its paper in float64: Optax's factor of the differences is another. */
import { describeBackends } from '@isograd/testing';
import { tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { applyUpdates } from '../apply-updates.js';
import type { TensorTree } from '../gradient-transformation.js';
import { adan, type AdanOptions } from './adan.js';

const steps = 12;
const gradientAt = (step: number): number => Math.fround(Math.sin(1.7 * step) + 0.3);

/** The parameter after each step, by algorithm 1 of the paper with its β for our 1 - β, and bias corrected. */
function byPaper({ learningRate = 0.001, weightDecay = 0, ...options }: AdanOptions): number[] {
  const { beta1 = 0.98, beta2 = 0.92, beta3 = 0.99, epsilon = 1e-8 } = options;
  const [b1, b2, b3] = [1 - beta1, 1 - beta2, 1 - beta3];
  let [p, m, v, n, before] = [0.5, 0, 0, 0, gradientAt(0)];
  return Array.from({ length: steps }, (_, step) => {
    const g = gradientAt(step);
    m = (1 - b1) * m + b1 * g;
    v = (1 - b2) * v + b2 * (g - before);
    n = (1 - b3) * n + b3 * (g + (1 - b2) * (g - before)) ** 2;
    before = g;
    const corrected = (mean: number, b: number): number => mean / (1 - (1 - b) ** (step + 1));
    const ahead = corrected(m, b1) + (1 - b2) * corrected(v, b2);
    p -= Number(learningRate) * (ahead / (Math.sqrt(corrected(n, b3)) + epsilon) + weightDecay * p);
    return p;
  });
}

describeBackends('adan', () => {
  it.each<AdanOptions>([
    { learningRate: 0.05 },
    { learningRate: 0.05, beta1: 0.5, beta2: 0.6, beta3: 0.8, epsilon: 0.01, weightDecay: 0.1 },
  ])('does what the paper says: %o', (options) => {
    const expected = byPaper(options);
    tidy(() => {
      const optimizer = adan(options);
      let params: TensorTree = { p: tensor([0.5]) };
      let state = optimizer.init(params);
      for (let step = 0; step < steps; step++) {
        const next = optimizer.update({ p: tensor([gradientAt(step)]) }, state, params);
        params = applyUpdates(params, next.updates);
        state = next.state;
        const [p] = (params as { p: Tensor }).p.dataSync();
        expect(p).toBeCloseTo(expected[step] as number, 5);
      }
    });
  });
});
