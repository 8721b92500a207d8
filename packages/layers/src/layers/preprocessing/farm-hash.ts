/**
 * FarmHash's 64-bit fingerprint of bytes, which TensorFlow and Keras sort texts into bins with: the same on every
 * machine and in every version.
 *
 * @see G. Pike: FarmHash (2014), https://github.com/google/farmhash
 */

const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint): bigint => u64((value >> bits) | (value << (64n - bits)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

/** The 64-bit fingerprint of some bytes. */
export function farmFingerprint64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= 16) return hashTo16(bytes, view);
  if (bytes.length <= 32) return hashTo32(view);
  return bytes.length <= 64 ? hashTo64(view) : hashLong(view);
}

/** 8 bytes as a number. */
function word(view: DataView, at: number): bigint {
  return view.getBigUint64(at, true);
}

/** Two words into one. */
function join(u: bigint, v: bigint, factor: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * factor));
  return u64(shiftMix(u64((v ^ a) * factor)) * factor);
}

function hashTo16(bytes: Uint8Array, view: DataView): bigint {
  const { length } = bytes;
  const factor = u64(k2 + 2n * BigInt(length));
  if (length >= 8) {
    const a = u64(word(view, 0) + k2);
    const b = word(view, length - 8);
    return join(u64(rotate(b, 37n) * factor + a), u64((rotate(a, 25n) + b) * factor), factor);
  }
  if (length >= 4) {
    const a = BigInt(view.getUint32(0, true));
    return join(u64(BigInt(length) + (a << 3n)), BigInt(view.getUint32(length - 4, true)), factor);
  }
  if (length === 0) return k2;
  const [first = 0, middle = 0, last = 0] = [bytes[0], bytes[length >> 1], bytes[length - 1]];
  const y = BigInt(first + (middle << 8));
  const z = BigInt(length + (last << 2));
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2);
}

/** What blocks of 17 to 64 bytes begin with. */
function mixEnds(view: DataView, firstFactor: bigint, factor: bigint): { a: bigint; y: bigint; z: bigint } {
  const length = view.byteLength;
  const a = u64(word(view, 0) * firstFactor);
  const b = word(view, 8);
  const c = u64(word(view, length - 8) * factor);
  const d = u64(word(view, length - 16) * k2);
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  return { a, y, z: u64(a + rotate(u64(b + k2), 18n) + c) };
}

function hashTo32(view: DataView): bigint {
  const factor = u64(k2 + 2n * BigInt(view.byteLength));
  const { y, z } = mixEnds(view, k1, factor);
  return join(y, z, factor);
}

function hashTo64(view: DataView): bigint {
  const length = view.byteLength;
  const factor = u64(k2 + 2n * BigInt(length));
  const { a, y, z: end } = mixEnds(view, k2, factor);
  const z = join(y, end, factor);
  const e = u64(word(view, 16) * factor);
  const f = word(view, 24);
  const g = u64((y + word(view, length - 32)) * factor);
  const h = u64((z + word(view, length - 24)) * factor);
  return join(u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h), u64(e + rotate(u64(f + a), 18n) + g), factor);
}

/** 32 bytes into two words, with two seeds. */
function mix32(view: DataView, at: number, seedA: bigint, seedB: bigint): [bigint, bigint] {
  const [w, x, y, z] = [word(view, at), word(view, at + 8), word(view, at + 16), word(view, at + 24)];
  const a = u64(seedA + w);
  const b = rotate(u64(seedB + a + z), 21n);
  const sum = u64(a + x + y);
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)];
}

/** What is carried from one block of 64 bytes to the next. */
interface BlockState {
  x: bigint;
  y: bigint;
  z: bigint;
  v: [bigint, bigint];
  w: [bigint, bigint];
}

function mixBlock(view: DataView, at: number, state: BlockState, factor: bigint, weight: bigint): BlockState {
  const { v, w } = state;
  const x = u64(rotate(u64(state.x + state.y + v[0] + word(view, at + 8)), 37n) * factor) ^ u64(w[1] * weight);
  const turned = u64(rotate(u64(state.y + v[1] + word(view, at + 48)), 42n) * factor);
  const y = u64(turned + v[0] * weight + word(view, at + 40));
  const z = u64(rotate(u64(state.z + w[0]), 33n) * factor);
  const nextV = mix32(view, at, u64(v[1] * factor), u64(x + w[0]));
  const nextW = mix32(view, at + 32, u64(z + w[1]), u64(y + word(view, at + 16)));
  return { x: z, y, z: x, v: nextV, w: nextW };
}

function hashLong(view: DataView): bigint {
  const length = view.byteLength;
  const seed = 81n;
  const y = u64(seed * k1 + 113n);
  const z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let state: BlockState = { x: u64(seed * k2 + word(view, 0)), y, z, v: [0n, 0n], w: [0n, 0n] };
  const end = 64 * Math.floor((length - 1) / 64);
  for (let at = 0; at < end; at += 64) state = mixBlock(view, at, state, k1, 1n);
  const factor = u64(k1 + ((state.z & 0xffn) << 1n));
  const { v, w } = state;
  w[0] = u64(w[0] + BigInt((length - 1) & 63));
  v[0] = u64(v[0] + w[0]);
  w[0] = u64(w[0] + v[0]);
  const last = mixBlock(view, length - 64, state, factor, 9n);
  const left = u64(join(last.v[0], last.w[0], factor) + shiftMix(last.y) * k0 + last.z);
  return join(left, u64(join(last.v[1], last.w[1], factor) + last.x), factor);
}
