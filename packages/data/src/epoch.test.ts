import { keyData } from '@isograd/core';
import { describe, expect, it } from 'vitest';
import { placeKey } from './index.js';

describe('placeKey', () => {
  it('differs for every element, epoch and repetition, also beyond 2^24 elements', () => {
    const key = keyData(7);
    const places = [0, 1, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1, 2 ** 40].flatMap((index) =>
      [[0], [1], [0, 0], [0, 1], [1, 0]].map((epoch) => ({ index, epoch })),
    );
    const keys = new Set(places.map((place) => placeKey(key, place).join()));
    expect(keys.size).toBe(places.length);
  });

  // From an independent implementation of Threefry-2x32-20: epoch 2, then 0 and 5 for the index.
  it('is the same on every runtime', () => {
    expect([...placeKey(keyData(7), { index: 5, epoch: [2] })]).toEqual([63842, 56840, 378, 28171]);
  });
});
