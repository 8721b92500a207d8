/**
 * SipHash-2-4, a hash with a key: who does not know the key cannot choose texts that fall into one bin.
 *
 * @see Aumasson and Bernstein: "SipHash: a fast short-input PRF" (2012)
 */

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint): bigint => u64((value << bits) | (value >> (64n - bits)));

type State = [bigint, bigint, bigint, bigint];

function mix(state: State): void {
  let [a, b, c, d] = state;
  a = u64(a + b);
  b = rotate(b, 13n) ^ a;
  a = rotate(a, 32n);
  c = u64(c + d);
  d = rotate(d, 16n) ^ c;
  a = u64(a + d);
  d = rotate(d, 21n) ^ a;
  c = u64(c + b);
  b = rotate(b, 17n) ^ c;
  c = rotate(c, 32n);
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/**
 * The 64-bit hash of some bytes.
 *
 * @param key - Two words of 64 bits.
 */
export function sipHash24(bytes: Uint8Array, [key0, key1]: readonly [bigint, bigint]): bigint {
  const state: State = [
    key0 ^ 0x736f6d6570736575n,
    key1 ^ 0x646f72616e646f6dn,
    key0 ^ 0x6c7967656e657261n,
    key1 ^ 0x7465646279746573n,
  ];
  const words = Math.floor(bytes.length / 8);
  const padded = new DataView(new ArrayBuffer(8 * words + 8));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(8 * words + 7, bytes.length & 0xff);
  for (let index = 0; index <= words; index++) {
    const word = padded.getBigUint64(8 * index, true);
    state[3] ^= word;
    mix(state);
    mix(state);
    state[0] ^= word;
  }
  state[2] ^= 0xffn;
  for (let round = 0; round < 4; round++) mix(state);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}
