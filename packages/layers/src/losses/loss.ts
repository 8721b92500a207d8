/**
 * A loss: one number for each example, and how they become the number that is minimised.
 *
 * `perExample` keeps the leading axes. The reduction joins them; by default it averages, Σ loss · weight / N, where N
 * counts the examples (Keras's `sum_over_batch_size`: the sum of the weights does not divide). What a mask, or the loss
 * itself with `isCounted`, leaves out counts neither above nor below.
 */
import type { NdArray, PartialShape } from '@isograd/core';
import {
  cast,
  div,
  divNoNan,
  max,
  maximum,
  mean,
  mul,
  notEqual,
  onesLike,
  reshape,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/**
 * How the losses of examples become one number, with Keras's meaning: `sumOverBatchSize` and `mean` divide the weighted
 * sum by the number of examples, `meanWithSampleWeight` by the sum of the weights, `sum` by nothing; `none` keeps a
 * loss an example and is for `computeLoss` alone.
 */
export type Reduction = 'sumOverBatchSize' | 'sum' | 'mean' | 'meanWithSampleWeight' | 'none';

/** Options of every loss. */
export interface LossOptions {
  /** How the losses of examples are joined. Default: 'sumOverBatchSize'. */
  readonly reduction?: Reduction;
}

/** A loss function as `compile` and `computeLoss` take it. */
export interface Loss {
  /** Keras's name: `sparseCategoricalCrossentropy`. */
  readonly name: string;
  /** Keras's name of the class: `SparseCategoricalCrossentropy`. */
  readonly className: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Default: 'sumOverBatchSize'. */
  readonly reduction?: Reduction;
  /**
   * Loss of each example.
   *
   * @param yTrue - Targets.
   * @param yPred - float32 `[batch, ..., features]`, the output of the model.
   * @returns float32 `[batch, ...]`
   */
  perExample(yTrue: Tensor, yPred: Tensor): Tensor;
  /**
   * 1 where an example counts, 0 where it is left out; bool or float32, of as many elements as the losses. Absent: all
   * count.
   *
   * @param losses - What `perExample` gave.
   */
  isCounted?(yTrue: Tensor, losses: Tensor): Tensor;
  /**
   * Refuses targets that would make the loss meaningless, on the host and before training.
   *
   * @param where - Who asks, for the message.
   * @param yTrue - All targets.
   * @param outputShape - Shape of the model's output; the batch axis is `null`.
   */
  checkTargets?(where: string, yTrue: NdArray, outputShape: PartialShape): void;
}

/** What `computeLoss` takes beside targets and predictions. */
export interface ComputeLossOptions {
  /** float32 `[batch]` or with more axes of the losses. Default: 1. */
  readonly sampleWeight?: Tensor | undefined;
  /**
   * bool or float32 `[batch, ...]`: false, or 0, leaves an example out of the sum and of the count. Default: all count.
   */
  readonly mask?: Tensor | undefined;
}

/**
 * The value of a loss, for use without a model too.
 *
 * @param yTrue - Targets; `[batch]` stands for `[batch, 1]` where the prediction has such an axis.
 * @param yPred - float32 `[batch, ..., features]`
 * @returns float32 scalar; with the reduction 'none', `[batch, ...]`.
 * @example
 * import { computeLoss, huber } from '@isograd/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 * computeLoss(huber(), tf.tensor2d([[0], [1]]), tf.tensor2d([[2], [1]])).print(); // 0.75
 */
export function computeLoss(loss: Loss, yTrue: Tensor, yPred: Tensor, options: ComputeLossOptions = {}): Tensor {
  return tidy(() => {
    const targets = alignTargets(yTrue, yPred);
    const losses = loss.perExample(targets, yPred); // [batch, ...]
    const counted = countedOf(loss, targets, losses, options.mask);
    const { sampleWeight } = options;
    const weight = sampleWeight === undefined ? undefined : alignWeight(sampleWeight, losses);
    return reduceLosses(losses, weight, counted, loss.reduction ?? 'sumOverBatchSize');
  });
}

function countedOf(loss: Loss, yTrue: Tensor, losses: Tensor, mask: Tensor | undefined): Tensor | undefined {
  const isInMask = mask === undefined ? undefined : alignMask(asIndicator(mask), losses);
  if (loss.isCounted === undefined) return isInMask;
  const isCounted = reshape(asIndicator(loss.isCounted(yTrue, losses)), losses.shape);
  return isInMask === undefined ? isCounted : mul(isInMask, isCounted);
}

function reduceLosses(
  losses: Tensor,
  weight: Tensor | undefined,
  counted: Tensor | undefined,
  reduction: Reduction,
): Tensor {
  const factors = [weight, counted].filter((factor) => factor !== undefined);
  const weighted = factors.reduce<Tensor>((product, factor) => mul(product, factor), losses);
  if (reduction === 'none') return weighted;
  if (reduction === 'sum') return sum(weighted);
  if (reduction === 'meanWithSampleWeight' && factors.length > 0) {
    return divNoNan(
      sum(weighted),
      sum(factors.reduce<Tensor>((product, factor) => mul(product, factor), onesLike(losses))),
    );
  }
  if (counted === undefined) return mean(weighted);
  const isForAll = counted.size === weighted.size ? counted : mul(onesLike(weighted), counted);
  return div(sum(weighted), maximum(sum(isForAll), 1));
}

/** 1 where a mask is neither false nor 0, float32. */
function asIndicator(mask: Tensor): Tensor {
  return cast(mask.dtype === 'bool' ? mask : notEqual(mask, 0), 'float32');
}

/** A mask in the rank of the losses; a sequence with one loss counts when one of its steps does. */
function alignMask(mask: Tensor, losses: Tensor): Tensor {
  const aligned = alignWeight(mask, losses);
  if (aligned.rank <= losses.rank) return aligned;
  return max(aligned, aligned.shape.map((_, axis) => axis).slice(losses.rank));
}

/** A weight an example, in the rank of the values; axes of size 1 that these do not have are dropped. */
export function alignWeight(sampleWeight: Tensor, values: Tensor): Tensor {
  const shape = [...sampleWeight.shape];
  while (shape.length > values.rank && shape.at(-1) === 1) shape.pop();
  while (shape.length < values.rank) shape.push(1);
  return shape.length === sampleWeight.rank ? sampleWeight : reshape(sampleWeight, shape);
}

/** Targets in the rank of the prediction, where they differ by a last axis of size 1; as numbers. */
export function alignTargets(yTrue: Tensor, yPred: Tensor): Tensor {
  if (yTrue.dtype === 'bool') return alignTargets(cast(yTrue, 'float32'), yPred);
  if (yTrue.rank === yPred.rank - 1 && yPred.shape.at(-1) === 1) return reshape(yTrue, [...yTrue.shape, 1]);
  if (yTrue.rank === yPred.rank + 1 && yTrue.shape.at(-1) === 1) return reshape(yTrue, yTrue.shape.slice(0, -1));
  return yTrue;
}
