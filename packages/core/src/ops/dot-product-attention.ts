/** Scaled dot-product attention. */
import { add, matMul, mul, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { opInputShape } from '../messages.js';
import { formatShape, shapesMatch } from '../shape.js';
import { checkBroadcasts, maskedSoftmax } from './masked-softmax.js';

/** Who asks and what is asked. */
export interface AttentionQueries {
  /** float32 `[batch, time, heads, headDim]` */
  readonly query: Tensor;
  /** float32 `[batch, keyTime, heads, headDim]` */
  readonly key: Tensor;
}

/** What `dotProductAttention` mixes. */
export interface AttentionInputs extends AttentionQueries {
  /** float32 `[batch, keyTime, heads, features]` */
  readonly value: Tensor;
}

/** Options of attention. */
export interface AttentionOptions {
  /** bool, broadcast to `[batch, heads, time, keyTime]`: where a query may look. Default: everywhere. */
  readonly mask?: Tensor;
  /** float32, broadcast to `[batch, heads, time, keyTime]`: added to the scores, as relative positions are. Default: none. */
  readonly bias?: Tensor;
  /** Whether query i sees the keys 0 to i only. Default: false. */
  readonly isCausal?: boolean;
  /** What query · key is multiplied by. Default: 1 / sqrt(headDim). */
  readonly scale?: number;
}

/**
 * Scaled dot-product attention: softmax(query keyᵀ · scale + bias) value for each head, over the keys that mask
 * and order admit.
 *
 * A query that may see no key at all gets zeros, and passes no gradient (a plain softmax would average over what
 * is masked, or give NaN).
 *
 * @param inputs - Heads stand behind time, as in Keras and JAX.
 * @returns float32 `[batch, time, heads, features]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE
 * @example
 * import { dotProductAttention } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const x = tf.ones([2, 5, 4, 8]); // [batch, time, heads, headDim]
 * dotProductAttention({ query: x, key: x, value: x }, { isCausal: true }).print();
 * @see Vaswani et al.: "Attention Is All You Need" (2017)
 */
export function dotProductAttention(inputs: AttentionInputs, options: AttentionOptions = {}): Tensor {
  const { key, value } = inputs;
  if (value.rank !== 4 || !shapesMatch(value.shape.slice(0, 3), key.shape.slice(0, 3))) {
    throw opInputShape(
      'dotProductAttention',
      'value must have batch, time and heads of key.',
      value.shape,
      `[batch, keyTime, heads, features] for key ${formatShape(key.shape)}`,
      'split the last axis into [heads, features].',
    );
  }
  return tidy(() => {
    const mixed = matMul(attentionWeights(inputs, options), headsFirst(value)); // [batch, heads, time, features]
    return transpose(mixed, [0, 2, 1, 3]);
  });
}

/**
 * The weights with which attention mixes values: softmax(query keyᵀ · scale + bias) over the keys, rows of zeros
 * for queries that may see none. `dotProductAttention` is their product with the values; what comes between, such
 * as dropout, goes here.
 *
 * @param inputs - Queries and keys.
 * @returns float32 `[batch, heads, time, keyTime]`
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE
 * @example
 * import { attentionWeights } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const query = tf.ones([1, 2, 1, 4]);
 * attentionWeights({ query, key: query }, { isCausal: true }).print(); // [[1, 0], [0.5, 0.5]]
 */
export function attentionWeights({ query, key }: AttentionQueries, options: AttentionOptions = {}): Tensor {
  checkQueries(query, key);
  const [batch = 0, time = 0, heads = 0, headDim = 1] = query.shape;
  const keyTime = key.shape[1] ?? 0;
  const { mask, bias, isCausal = false, scale = 1 / Math.sqrt(headDim) } = options;
  if (bias !== undefined) checkBroadcasts('bias', bias, [batch, heads, time, keyTime], 'float32');
  return tidy(() => {
    const products = matMul(headsFirst(mul(query, scale)), headsFirst(key), false, true); // [batch, heads, time, keyTime]
    const scores = bias === undefined ? products : add(products, bias);
    return maskedSoftmax(scores, { isCausal, ...(mask === undefined ? {} : { mask }) });
  });
}

/** `[batch, time, heads, headDim]` as `[batch, heads, time, headDim]`. */
function headsFirst(x: Tensor): Tensor {
  return transpose(x, [0, 2, 1, 3]);
}

function checkQueries(query: Tensor, key: Tensor): void {
  const [batch = 0, , heads = 0, headDim = 0] = query.shape;
  if (query.rank === 4 && shapesMatch(key.shape, [batch, null, heads, headDim])) return;
  throw opInputShape(
    'attention',
    'query and key must have the same batch, heads and headDim.',
    key.shape,
    `[batch, keyTime, heads, headDim] for query ${formatShape(query.shape)}`,
    'split the last axis of both into [heads, headDim].',
  );
}
