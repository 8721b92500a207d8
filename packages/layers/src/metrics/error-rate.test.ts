import { expect, it } from 'vitest';
import { characterErrorRate, wordErrorRate } from './error-rate.js';

it('counts the fewest changes of words, over the words of the references', () => {
  const rate = wordErrorRate();
  expect(rate.result()).toBe(0);
  rate.update(['the cat sat on the mat'], ['the cat sit on mat']); // one replaced, one deleted
  expect(rate.result()).toBe(2 / 6);
  rate.update(['  a  b ', ''], ['b c', 'x']); // deleted and inserted, or both replaced; one inserted
  expect(rate.result()).toBe((2 + 2 + 1) / (6 + 2));
  rate.reset();
  rate.update(['same'], ['same']);
  expect(rate.result()).toBe(0);
});

it('counts changes of characters by code points', () => {
  const rate = characterErrorRate();
  rate.update(['kitten'], ['sitting']); // Levenshtein's example: 3
  expect(rate.result()).toBe(3 / 6);
  rate.reset();
  rate.update(['😀b'], ['b']);
  expect(rate.result()).toBe(1 / 2);
});

it('compares lists of tokens', () => {
  const rate = wordErrorRate();
  rate.update([[1, 2, 3], [4]], [[1, 3], []]);
  expect(rate.result()).toBe(2 / 4);
});

it('refuses lists of different lengths and what is no transcript', () => {
  expect(() => wordErrorRate().update(['a'], [])).toThrow(/DATA_SIZES/);
  const rate = characterErrorRate();
  expect(() => rate.update(['a', 'b'], ['b', 7 as never])).toThrow(/DATA_KIND/);
  expect(rate.result()).toBe(0);
});
