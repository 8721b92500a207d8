/** Large tensors compared at once: a test runner would take minutes to describe how they differ. */
import { expect } from 'vitest';

type Numbers = Uint8Array | Int32Array | Uint32Array | Float32Array;

const bytesOf = (data: Numbers): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Asserts that two tensors have the same bits. */
export function expectSameBits(got: Numbers, expected: Numbers, what = ''): void {
  const [bytes, others] = [bytesOf(got), bytesOf(expected)];
  if (Buffer.compare(bytes, others) === 0) return;
  const at = bytes.findIndex((byte, index) => byte !== others[index]);
  const element = Math.floor(at / got.BYTES_PER_ELEMENT);
  expect.fail(
    `${what} element ${element} of ${got.length}: ${got[element]}; expected ${expected[element]} of ${expected.length}`,
  );
}
