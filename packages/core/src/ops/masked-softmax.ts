/** Softmax over some of the keys. */
import {
  cast,
  fill,
  greaterEqual,
  logicalAnd,
  mul,
  range,
  reshape,
  softmax,
  type Tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { opInputDType, opInputShape } from '../messages.js';
import { formatShape } from '../shape.js';

/** Options of `maskedSoftmax`. */
export interface MaskedSoftmaxOptions {
  /** bool, broadcast to the scores: which count. Default: all. */
  readonly mask?: Tensor;
  /** Whether query i sees the keys 0 to i only. Default: false. */
  readonly isCausal?: boolean;
}

/** Below every score, but finite, so that differences are numbers, and above -1e20, from which tfjs-webgl's Max starts. */
const excluded = -(2 ** 60);

/**
 * Softmax over the last axis, of the scores that mask and order admit: the others get 0, and a row without any is 0
 * as a whole and passes no gradient (a plain softmax would give NaN, or equal shares of what is masked).
 *
 * @param scores - float32 `[..., time, keyTime]`
 * @param options - Which scores count.
 * @returns float32 of the same shape
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE
 * @example
 * import { maskedSoftmax } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * maskedSoftmax(tf.zeros([2, 2]), { isCausal: true }).print(); // [[1, 0], [0.5, 0.5]]
 */
export function maskedSoftmax(scores: Tensor, options: MaskedSoftmaxOptions = {}): Tensor {
  const { mask, isCausal = false } = options;
  if (mask === undefined && !isCausal) return softmax(scores);
  if (mask !== undefined) checkBroadcasts('mask', mask, scores.shape, 'bool');
  const [time = 1, keyTime = 1] = scores.shape.slice(-2);
  return tidy(() => {
    const isPast = isCausal ? greaterEqual(reshape(range(0, time), [time, 1]), range(0, keyTime)) : undefined;
    const isSeen = (mask !== undefined && isPast !== undefined ? logicalAnd(mask, isPast) : (mask ?? isPast)) as Tensor;
    const weights = softmax(where(isSeen, scores, fill(scores.shape, excluded)));
    return mask === undefined ? weights : mul(weights, cast(isSeen, 'float32')); // zero where no key is seen
  });
}

/**
 * Refuses what does not broadcast to the scores of attention.
 *
 * @throws {ShapeError} OP_SHAPE @throws {DTypeError} OP_DTYPE
 */
export function checkBroadcasts(name: string, x: Tensor, shape: readonly number[], dtype: 'bool' | 'float32'): void {
  if (x.dtype !== dtype) throw opInputDType('attention', name, x.dtype, dtype);
  const trailing = shape.slice(Math.max(shape.length - x.rank, 0));
  if (x.rank <= shape.length && x.shape.every((size, axis) => size === 1 || size === trailing[axis])) return;
  throw opInputShape(
    'attention',
    `${name} must broadcast to the scores, [..., time, keyTime].`,
    x.shape,
    formatShape(shape),
    'insert axes of size 1, for example [batch, 1, 1, keyTime] for a mask of padding in attention of several heads.',
  );
}
