import { expect, it } from 'vitest';
import { ByteBuffer } from './byte-buffer.js';

function bytesOf(write: (bytes: ByteBuffer) => void): number[] {
  const bytes = new ByteBuffer();
  write(bytes);
  return [...bytes.toBytes()];
}

/** Examples of the DWARF 5 standard, appendix C, and the ends of the range. */
it.each([
  [2, [2]],
  [127, [127]],
  [128, [0x80, 1]],
  [129, [0x81, 1]],
  [12857, [0x39 + 0x80, 100]],
  [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])('encodes unsigned %d', (value, expected) => {
  expect(bytesOf((bytes) => bytes.unsigned(value))).toEqual(expected);
});

it.each([
  [2, [2]],
  [-2, [0x7e]],
  [127, [0x80 + 127, 0]],
  [-127, [1 + 0x80, 0x7f]],
  [128, [0x80, 1]],
  [-128, [0x80, 0x7f]],
  [129, [1 + 0x80, 1]],
  [-129, [0x7f + 0x80, 0x7e]],
  [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
  [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
])('encodes signed %d', (value, expected) => {
  expect(bytesOf((bytes) => bytes.signed(value))).toEqual(expected);
});

it('writes floats in little-endian order and text after its length', () => {
  expect(bytesOf((bytes) => bytes.float32(1))).toEqual([0, 0, 0x80, 0x3f]);
  expect(bytesOf((bytes) => bytes.float64(-2))).toEqual([0, 0, 0, 0, 0, 0, 0, 0xc0]);
  expect(bytesOf((bytes) => bytes.name('né'))).toEqual([3, 0x6e, 0xc3, 0xa9]);
});

it('grows', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => index % 251);
  expect(
    bytesOf((bytes) => {
      bytes.byte(7);
      bytes.bytes(many);
    }),
  ).toEqual([7, ...many]);
});
