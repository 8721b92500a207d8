import { describe, expect, it } from 'vitest';
import { keyData, permuteIndices } from './host-random.js';

describe('permuteIndices', () => {
  it('holds every index once', () => {
    for (const count of [0, 1, 2, 3, 1000]) {
      const order = Array.from(permuteIndices(keyData(3), count));
      expect(order.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
    }
  });

  it('makes each of the 24 orders of four equally often', () => {
    const counts = new Map<string, number>();
    const trials = 24 * 200;
    for (let seed = 0; seed < trials; seed++) {
      const order = permuteIndices(keyData(seed), 4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const statistic = [...counts.values()].reduce((total, observed) => total + (observed - 200) ** 2 / 200, 0);
    expect(statistic).toBeLessThan(70.5); // chi-square with 23 degrees of freedom, upper 1e-6
  });

  it('is a function of its key', () => {
    expect(permuteIndices(keyData(4), 100)).toEqual(permuteIndices(keyData(4), 100));
    expect(permuteIndices(keyData(4), 100)).not.toEqual(permuteIndices(keyData(5), 100));
  });
});
