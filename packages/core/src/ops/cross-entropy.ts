/** Cross-entropies from logits, one number for each example. */
import {
  add,
  cast,
  equal,
  exp,
  log,
  max,
  mul,
  neg,
  range,
  reshape,
  scalar,
  softplus,
  sub,
  sum,
  type Tensor,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { opInputShape } from '../messages.js';
import { formatShape, shapesMatch } from '../shape.js';
import { stopGradient } from '../stop-gradient.js';
import { logSoftmax } from './log-softmax.js';

/** Options of `softmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions {
  /** The axis of classes. Default: the last. */
  readonly axis?: number;
}

/**
 * Cross-entropy between target probabilities and the softmax of logits.
 *
 * loss = -Σ labels · log softmax(logits) over the classes; rows of `labels` need not sum to 1.
 *
 * @param labels - float32, the shape of `logits`.
 * @param logits - float32 `[..., classes]`
 * @returns float32 `[...]`, the axis of classes summed away.
 * @throws {ShapeError} OP_SHAPE
 * @example
 * import { softmaxCrossEntropy } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * softmaxCrossEntropy(tf.tensor2d([[0, 1]]), tf.tensor2d([[0, 0]])).print(); // [0.693]
 */
export function softmaxCrossEntropy(labels: Tensor, logits: Tensor, options: SoftmaxCrossEntropyOptions = {}): Tensor {
  const { axis = -1 } = options;
  checkSameShape('softmaxCrossEntropy', labels, logits);
  return tidy(() => neg(sum(mul(labels, logSoftmax(logits, axis)), axis)));
}

/** Options of `sparseSoftmaxCrossEntropy`. */
export interface SparseSoftmaxCrossEntropyOptions {
  /** A label whose examples have loss 0 and no gradient, such as -1. Default: none. */
  readonly ignoreIndex?: number;
}

/**
 * Cross-entropy between class numbers and the softmax of logits.
 *
 * loss = log Σ exp(z) - z[label], both relative to max z; a logit of -Infinity, which rules a class out, is fine
 * unless it is that of the label. Labels are not checked, for that would wait for the device: an example with a
 * label that is no class gets log Σ exp(z) - max z.
 *
 * @param labels - int32 `[...]`
 * @param logits - float32 `[..., classes]`
 * @returns float32 `[...]`
 * @throws {ShapeError} OP_SHAPE
 * @example
 * import { sparseSoftmaxCrossEntropy } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const labels = tf.tensor1d([1, -1], 'int32');
 * sparseSoftmaxCrossEntropy(labels, tf.zeros([2, 4]), { ignoreIndex: -1 }).print(); // [1.386, 0]
 */
export function sparseSoftmaxCrossEntropy(
  labels: Tensor,
  logits: Tensor,
  options: SparseSoftmaxCrossEntropyOptions = {},
): Tensor {
  const { ignoreIndex } = options;
  const leading = logits.shape.slice(0, -1);
  const classes = logits.shape.at(-1) ?? 0;
  if (logits.rank < 1 || !shapesMatch(labels.shape, leading)) {
    throw opInputShape(
      'sparseSoftmaxCrossEntropy',
      'labels must have the axes of logits but for the last, that of classes.',
      labels.shape,
      `${formatShape(leading)} for logits ${formatShape(logits.shape)}`,
      'pass one class number an example, or softmaxCrossEntropy for one-hot rows.',
    );
  }
  return tidy(() => {
    const rows = reshape(cast(labels, 'int32'), [-1, 1]); // [examples, 1]; of two axes, because webgl selects in four at most
    const flat = reshape(logits, [-1, classes]); // [examples, classes]
    const shifted = sub(flat, stopGradient(max(flat, -1, true)));
    const isLabel = equal(rows, range(0, classes, 1, 'int32')); // [examples, classes]
    const ofLabel = sum(where(isLabel, shifted, zerosLike(shifted)), -1);
    const loss = sub(log(sum(exp(shifted), -1)), ofLabel); // [examples]
    if (ignoreIndex === undefined) return reshape(loss, leading);
    const isIgnored = equal(reshape(rows, [-1]), scalar(ignoreIndex, 'int32'));
    return reshape(where(isIgnored, zerosLike(loss), loss), leading);
  });
}

/**
 * Cross-entropy between target probabilities and the sigmoid of logits, each element by itself.
 *
 * loss = -y log σ(z) - (1 - y) log(1 - σ(z)), computed as y softplus(-z) + (1 - y) softplus(z), which keeps its
 * digits where the loss is small.
 *
 * @param labels - float32, the shape of `logits`, in [0, 1].
 * @param logits - float32, any shape.
 * @returns float32, the shape of `logits`.
 * @throws {ShapeError} OP_SHAPE
 * @example
 * import { sigmoidCrossEntropy } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * sigmoidCrossEntropy(tf.tensor1d([1, 0]), tf.tensor1d([100, 100])).print(); // [0, 100]
 */
export function sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Tensor {
  checkSameShape('sigmoidCrossEntropy', labels, logits);
  return tidy(() => add(mul(labels, softplus(neg(logits))), mul(sub(1, labels), softplus(logits))));
}

function checkSameShape(where: string, labels: Tensor, logits: Tensor): void {
  if (shapesMatch(labels.shape, logits.shape)) return;
  throw opInputShape(
    where,
    'labels and logits must have one shape.',
    labels.shape,
    `${formatShape(logits.shape)}, the shape of logits`,
    'give one target for each logit.',
  );
}
