/** Noise of the right size, by its seed. */
import { describeBackends } from '@isograd/testing';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { addNoise, type AddNoiseOptions } from '../index.js';

const size = 20_000;

describeBackends('addNoise', () => {
  /** The noise of each step on two tensors of zeros. */
  function noise(options: AddNoiseOptions, steps: number): number[][][] {
    return tidy(() => {
      const params = { a: zeros([size]), b: zeros([2, size / 2]) };
      const part = addNoise(options);
      let state = part.init(params);
      return Array.from({ length: steps }, () => {
        const next = part.update(params, state, params);
        state = next.state;
        const { a, b } = next.updates as { a: Tensor; b: Tensor };
        return [a, b].map((update) => Array.from(update.dataSync()));
      });
    });
  }

  it('has mean 0 and variance eta / (1 + t)^gamma', () => {
    noise({ eta: 0.3, gamma: 0.55, seed: 1 }, 4).forEach((tensors, step) => {
      const variance = 0.3 / (1 + step) ** 0.55;
      for (const values of tensors) {
        const mean = values.reduce((sum, value) => sum + value, 0) / size;
        const meanSquare = values.reduce((sum, value) => sum + value * value, 0) / size;
        // Five standard errors.
        expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / size));
        expect(Math.abs(meanSquare / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
      }
    });
  });

  it('is the same for the same seed, and another for another seed, step and tensor', () => {
    const [first, second] = [noise({ eta: 1, seed: 7 }, 2), noise({ eta: 1, seed: 7 }, 2)];
    expect(first).toEqual(second);
    expect(noise({ eta: 1, seed: 8 }, 1)[0]).not.toEqual(first[0]);
    const flat = first.flat();
    for (const [index, one] of flat.entries()) {
      for (const other of flat.slice(index + 1)) {
        const product = one.reduce((sum, value, element) => sum + value * (other[element] as number), 0) / size;
        // 2^(-0.55 / 2) at most scales either; five standard errors of a correlation of 0.
        expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(size));
      }
    }
  });
});
