import { describeBackends } from '@isograd/testing';
import { scalar, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { foldInData, keyData } from './host-random.js';
import { foldIn, key, type RandomKey, split, uniform } from './index.js';

const words = (tensor: Tensor): number[] => Array.from(tensor.dataSync());

describeBackends('random keys', () => {
  it('hold the seed in 16-bit words, least significant first', () => {
    tidy(() => {
      expect(words(key(0))).toEqual([0, 0, 0, 0]);
      expect(words(key(0x1234_5678))).toEqual([0x5678, 0x1234, 0, 0]);
      expect(words(key(2 ** 53 - 1))).toEqual([0xffff, 0xffff, 0xffff, 0x1f]);
    });
  });

  it('split into distinct keys that draw distinct numbers', () => {
    tidy(() => {
      const keys = [key(7), ...split(key(7), 50), ...split(key(8), 50)];
      expect(new Set(keys.map((each) => words(each).join())).size).toBe(101);
      const draws = keys.map((each) => words(uniform(each, [8])).join());
      expect(new Set(draws).size).toBe(101);
    });
  });

  it('streams of split and folded keys are uncorrelated', () => {
    const count = 4000;
    const correlation = (a: Tensor, b: Tensor): number => {
      const [x, y] = [words(a), words(b)];
      return x.reduce((total, value, n) => total + (value - 0.5) * ((y[n] as number) - 0.5), 0) / (count / 12);
    };
    tidy(() => {
      const [first, second] = split(key(7)) as [RandomKey, RandomKey];
      const streams = [key(7), first, second, foldIn(key(7), 0), foldIn(key(7), 1)].map((each) =>
        uniform(each, [count]),
      );
      streams.forEach((a, i) => {
        for (const b of streams.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(count));
      });
    });
  });

  it('fold in numbers and tensors alike, as the host does', () => {
    tidy(() => {
      for (const data of [0, 1, 1000, 2 ** 24 - 1]) {
        const onHost = Array.from(foldInData(keyData(9), data));
        expect(words(foldIn(key(9), data))).toEqual(onHost);
        expect(words(foldIn(key(9), scalar(data, 'int32')))).toEqual(onHost);
        expect(words(foldIn(key(9), tensor1d([data], 'int32')))).toEqual(onHost);
      }
    });
  });

  it('refuse seeds, keys and data that are none, with their codes', () => {
    tidy(() => {
      for (const seed of [-1, 0.5, 2 ** 53, Number.NaN, '1']) {
        expect(() => key(seed as number)).toThrow(/\[RANDOM_SEED\]$/);
      }
      for (const data of [-1, 1.5, 2 ** 24, scalar(1), tensor1d([1, 2], 'int32')]) {
        expect(() => foldIn(key(1), data)).toThrow(/\[RANDOM_FOLD\]$/);
      }
      for (const count of [0, -1, 1.5]) expect(() => split(key(1), count)).toThrow(/\[RANDOM_ARGUMENT\]$/);
      const floats = tensor1d([1, 2, 3, 4]) as RandomKey;
      expect(() => split(floats)).toThrow(/\[RANDOM_KEY\]$/);
      expect(() => uniform(tensor1d([1, 2], 'int32'), [1])).toThrow(/\[RANDOM_KEY\]$/);
      expect(() => foldIn(undefined as unknown as RandomKey, 1)).toThrow(/\[RANDOM_KEY\]$/);
    });
  });
});
