/**
 * The instructions of the addon as words of 32 bits: opcode, number of words, arguments (native/program.h). A file here
 * says what one kind of them is told, and turns it into words.
 */

/** A tensor: at a byte address, or in a slot whose address comes with each run, from an offset in bytes on. */
export type Place = { readonly address: number } | { readonly slot: number; readonly offset?: number };

/** Numbers of the kinds: those of native/program.cc. */
const opcodes = {
  matrixProduct: 1,
  convolution: 2,
  convolutionInputGradient: 3,
  convolutionFilterGradient: 4,
  elementwise: 5,
  reduction: 6,
  argExtremum: 7,
  softmax: 8,
  moments: 9,
  copy: 16,
  fill: 17,
  pooling: 18,
  poolingGradient: 19,
  gather: 20,
  segmentSum: 21,
  randomBits: 22,
  oneHot: 23,
} as const;

/** A kind of instruction. */
export type Kind = keyof typeof opcodes;

/** Bytes of an element: 1 for bool, 4 for float32 and int32. */
export type ElementBytes = 1 | 4;

/** The words of one instruction. */
export function instruction(kind: Kind, words: readonly number[]): number[] {
  return [opcodes[kind], words.length + 2, ...words];
}

/** The word of a number of float32: its bits. */
export function floatWord(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
}

/** The words of a tensor, or of none. Addresses from 2 GiB on are negative as words. */
export function placeWords(place: Place | undefined): number[] {
  if (place === undefined) return [-2, 0];
  return 'slot' in place ? [place.slot, (place.offset ?? 0) | 0] : [-1, place.address | 0];
}
