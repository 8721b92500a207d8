import { expect, it } from 'vitest';
import { threefry2x32, type Word2 } from './threefry.js';

/** Known answers of Random123 (kat_vectors, threefry 2x32, 20 rounds). */
const knownAnswers: readonly { readonly key: Word2; readonly counter: Word2; readonly block: Word2 }[] = [
  { key: [0, 0], counter: [0, 0], block: [0x6b200159, 0x99ba4efe] },
  { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], block: [0x1cb996fc, 0xbb002be7] },
  { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], block: [0xc4923a9c, 0x483df7a0] },
];

it.each(knownAnswers)('encrypts counter $counter with key $key as Random123 does', ({ key, counter, block }) => {
  expect(threefry2x32(key, counter).map((word) => word >>> 0)).toEqual(block);
});
