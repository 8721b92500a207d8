import { expect, it } from 'vitest';
import { crc32 } from './crc32.js';

// The check value of CRC-32/ISO-HDLC in the catalogue of CRC algorithms; the others from zlib.
it.each([
  ['123456789', 0xcbf43926],
  ['', 0],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
])('crc32(%j)', (text, expected) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(expected);
});
