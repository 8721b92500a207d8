/** Which query sees which key: masks of padding, a mask of pairs and a window, as one. */
import type { PartialShape } from '@isograd/core';
import { abs, less, logicalAnd, notEqual, range, reshape, sub, type Tensor } from '@tensorflow/tfjs-core';
import { attentionMaskShape } from './attention-messages.js';
import type { AttentionAxes } from './attention-axes.js';

/** What is known of the pairs. */
export interface PairMasks {
  /** bool `[batch, keyTime]`, of values and keys. */
  readonly padding: readonly (Tensor | undefined)[];
  /** bool, `[batch, time, keyTime]` or with an axis of heads before them. */
  readonly pairs: Tensor | undefined;
  /** Distance from which on keys are not seen. */
  readonly slidingWindow: number | undefined;
}

/**
 * Joins masks.
 *
 * @param masks - What is known.
 * @param scores - Shape of the scores.
 * @returns bool of the rank of the scores, to be broadcast; undefined where every key is seen.
 */
export function pairMask(masks: PairMasks, scores: readonly number[], axes: AttentionAxes): Tensor | undefined {
  const { padding, pairs, slidingWindow } = masks;
  const ofKeys = [...new Set(padding)].flatMap((mask) => (mask === undefined ? [] : [alongKeys(mask, scores, axes)]));
  const all = [
    ...ofKeys,
    ...(pairs === undefined ? [] : [alongPairs(pairs, scores.length, axes)]),
    ...(slidingWindow === undefined ? [] : [withinWindow(slidingWindow, scores)]),
  ];
  return all.length === 0 ? undefined : all.reduce((joined, mask) => logicalAnd(joined, mask));
}

/** A mask of padding stands on the first axis after the batch, whether keys attend along it or not. */
function alongKeys(mask: Tensor, scores: readonly number[], { kept, attended }: AttentionAxes): Tensor {
  const place = attended.indexOf(1);
  const axis = place < 0 ? kept.indexOf(1) : kept.length + 1 + attended.length + place;
  const [batch = 1, time = 1] = mask.shape;
  return reshape(
    mask,
    scores.map((_, index) => (index === 0 ? batch : index === axis ? time : 1)),
  );
}

/** Axes that a mask of pairs leaves out, of heads and of what is kept, stand before those of the pairs. */
function alongPairs(mask: Tensor, rank: number, { attended }: AttentionAxes): Tensor {
  const isSeen = mask.dtype === 'bool' ? mask : notEqual(mask, 0);
  return reshape(isSeen, withMissingAxes(mask.shape, rank, attended.length));
}

function withMissingAxes<Size>(shape: readonly Size[], rank: number, attended: number): (Size | 1)[] {
  const first = shape.length - 2 * attended;
  const missing = Array<1>(Math.max(rank - shape.length, 0)).fill(1);
  return [...shape.slice(0, first), ...missing, ...shape.slice(first)];
}

function withinWindow(size: number, scores: readonly number[]): Tensor {
  const [time = 1, keyTime = 1] = scores.slice(-2);
  const distance = sub(reshape(range(0, time), [time, 1]), range(0, keyTime)); // [time, keyTime]
  return reshape(less(abs(distance), size), [...Array<1>(scores.length - 2).fill(1), time, keyTime]);
}

/**
 * Refuses a mask of pairs that does not broadcast to the scores.
 *
 * @throws {ShapeError} ATTENTION_MASK
 */
export function checkPairs(where: string, mask: PartialShape, scores: PartialShape, { attended }: AttentionAxes): void {
  const least = 2 * attended.length + 1;
  const sizes = mask.length < least ? [] : withMissingAxes(mask, scores.length, attended.length);
  const fits = sizes.length === scores.length && sizes.every((size, axis) => broadcasts(size, scores[axis] ?? null));
  if (!fits) throw attentionMaskShape(where, mask, scores);
}

function broadcasts(size: number | null, to: number | null): boolean {
  return size === null || size === 1 || to === null || size === to;
}
