/** Along which axes attention looks, where its inputs have more than one between batch and features. */
import { type PartialShape, sizeOf } from '@isograd/core';
import { broadcastTo, reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { attentionAxisRange } from './attention-messages.js';

/** Axes of `[batch, ..., features]`. */
export interface AttentionAxes {
  /** Each element of which attends by itself; the batch first. */
  readonly kept: readonly number[];
  /** Whose positions attend to each other. */
  readonly attended: readonly number[];
  /** Whether they are those of `[batch, time, features]`. */
  readonly isPlain: boolean;
}

/**
 * The axes of an input.
 *
 * @param where - Who asks, for messages.
 * @param query - Shape of the query.
 * @param axes - Attended ones, negative when counted from the last of the query. Default: all between batch and features.
 * @throws {ShapeError} ATTENTION_AXES
 */
export function attentionAxes(where: string, query: PartialShape, axes: readonly number[] | undefined): AttentionAxes {
  const between = query.slice(1, -1).map((_, index) => index + 1);
  const attended = axes?.map((axis) => (axis < 0 ? axis + query.length : axis)) ?? between;
  if (new Set(attended).size < attended.length || attended.some((axis) => !between.includes(axis))) {
    throw attentionAxisRange(where, attended, query);
  }
  const kept = [0, ...between.filter((axis) => !attended.includes(axis))];
  return { kept, attended, isPlain: query.length === 3 && attended.length === 1 };
}

/**
 * Heads as `dotProductAttention` takes them: kept axes joined to one, attended ones too.
 *
 * @param x - float32 `[batch, ..., heads, headDim]`
 * @returns float32 `[rows, time, heads, headDim]`
 */
export function joinAxes(x: Tensor, { kept, attended, isPlain }: AttentionAxes): Tensor {
  if (isPlain) return x;
  const joined = transpose(x, [...kept, ...attended, x.rank - 2, x.rank - 1]);
  const sizes = (axes: readonly number[]): number => sizeOf(axes.map((axis) => x.shape[axis] as number));
  return reshape(joined, [sizes(kept), sizes(attended), ...x.shape.slice(-2)]);
}

/**
 * The inverse of `joinAxes`.
 *
 * @param x - float32 `[rows, time, heads, headDim]`
 * @param shape - Of the query: `[batch, ..., features]`.
 * @returns float32 `[batch, ..., heads, headDim]`
 */
export function splitAxes(x: Tensor, shape: readonly number[], { kept, attended, isPlain }: AttentionAxes): Tensor {
  if (isPlain) return x;
  const order = [...kept, ...attended];
  const sizes = order.map((axis) => shape[axis] as number);
  const back = Array.from(order, (_, axis) => order.indexOf(axis));
  return transpose(reshape(x, [...sizes, ...x.shape.slice(-2)]), [...back, order.length, order.length + 1]);
}

/**
 * Sizes of the scores: `[batch, ...kept, heads, ...attended of the query, ...attended of the key]`.
 */
export function scoresShape(
  query: PartialShape,
  key: PartialShape,
  heads: number,
  { kept, attended }: AttentionAxes,
): (number | null)[] {
  const sizes = (axes: readonly number[], shape: PartialShape): (number | null)[] =>
    axes.map((axis) => shape[axis] ?? null);
  return [...sizes(kept, query), heads, ...sizes(attended, query), ...sizes(attended, key)];
}

/**
 * A mask of the axes of the scores as `dotProductAttention` takes it.
 *
 * @param mask - bool of the rank of the scores, sizes of 1 broadcast.
 * @param scores - Shape of the scores.
 * @returns bool, broadcast to `[rows, heads, time, keyTime]`
 */
export function joinMask(mask: Tensor, scores: readonly number[], { kept, isPlain }: AttentionAxes): Tensor {
  if (isPlain) return mask;
  const heads = mask.shape[kept.length] as number;
  const rows = scores.slice(0, kept.length);
  const pairs = scores.slice(kept.length + 1);
  const time = pairs.slice(0, pairs.length / 2);
  const whole = broadcastTo(mask, [...rows, heads, ...pairs]);
  return reshape(whole, [sizeOf(rows), heads, sizeOf(time), sizeOf(pairs.slice(time.length))]);
}
