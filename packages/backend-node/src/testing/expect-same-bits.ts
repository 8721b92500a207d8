/** Large tensors compared at once, and element by element only where that fails. */
import { expect } from 'vitest';

const bytesOf = (data: ArrayBufferView): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Asserts that two typed arrays have the same bits. */
export function expectSameBits(got: ArrayBufferView, expected: ArrayBufferView, what?: string): void {
  if (Buffer.compare(bytesOf(got), bytesOf(expected)) === 0) return;
  expect(got, what).toEqual(expected);
  expect(bytesOf(got), what).toEqual(bytesOf(expected)); // numbers that are equal, as those of other NaNs
}
