/** Blocks of elements that move: axes in another order, slices, borders, tiles, tensors that are joined or parted. */
import { type ElementBytes, instruction, type Place, placeWords } from './instruction.js';

/** An axis of a block: the steps from one of its elements to the next, counted in elements. */
export interface BlockAxis {
  readonly size: number;
  /** In the source; negative to go backwards, 0 to repeat. */
  readonly from: number;
  /** In the target; negative to go backwards. */
  readonly to: number;
}

/** Which elements move. Of the tensors only what lies between the first and the last of them is touched. */
export interface Block {
  /** Up to 12. Each element of the target is met once. */
  readonly axes: readonly BlockAxis[];
  /** The element of the source that all axes begin with. Default: 0. */
  readonly fromStart?: number;
  /** Likewise of the target. Default: 0. */
  readonly toStart?: number;
}

/** One block. */
export interface Copy extends Block {
  readonly elementBytes: ElementBytes;
  readonly from: Place;
  readonly to: Place;
}

/** Blocks of many tensors that become one; they must not meet there. */
export interface Join {
  readonly elementBytes: ElementBytes;
  readonly pieces: readonly (Block & { readonly from: Place })[];
  readonly to: Place;
}

/** Blocks of one tensor that become many. */
export interface Part {
  readonly elementBytes: ElementBytes;
  readonly from: Place;
  readonly pieces: readonly (Block & { readonly to: Place })[];
}

/** The words of a copy. */
export function copyWords({ elementBytes, from, to, ...block }: Copy): number[] {
  return joinWords({ elementBytes, pieces: [{ ...block, from }], to });
}

/** The words of copies into one tensor. */
export function joinWords({ elementBytes, pieces, to }: Join): number[] {
  const blocks = pieces.flatMap((piece) => [...blockWords(piece), ...placeWords(piece.from)]);
  return instruction('copy', [elementBytes, 0, pieces.length, ...blocks, ...placeWords(to)]);
}

/** The words of copies from one tensor. */
export function partWords({ elementBytes, from, pieces }: Part): number[] {
  const blocks = pieces.flatMap((piece) => [...blockWords(piece), ...placeWords(piece.to)]);
  return instruction('copy', [elementBytes, 1, pieces.length, ...blocks, ...placeWords(from)]);
}

function blockWords({ axes, fromStart = 0, toStart = 0 }: Block): number[] {
  return [axes.length, ...axes.flatMap(({ size, from, to }) => [size, from, to]), fromStart, toStart];
}
