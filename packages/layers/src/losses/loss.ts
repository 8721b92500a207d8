/**
 * A loss: one number for each example, and how they become the number that is minimised.
 *
 * `perExample` keeps the leading axes. `reduce` averages: Σ loss · weight / N, where N counts the examples
 * (Keras's `sum_over_batch_size`: the sum of the weights does not divide). A loss that leaves some targets
 * out, such as an ignored class, says so with `isCounted`; those count neither above nor below.
 */
import type { NdArray, PartialShape } from '@isograd/core';
import { cast, maximum, mean, mul, reshape, sum, type Tensor, div } from '@tensorflow/tfjs-core';

/** A loss function as `compile` takes it. */
export interface Loss {
  /** Keras's name: `sparseCategoricalCrossentropy`. */
  readonly name: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /**
   * Loss of each example.
   *
   * @param yTrue - Targets.
   * @param yPred - float32 `[batch, ..., features]`, the output of the model.
   * @returns float32 `[batch, ...]`
   */
  perExample(yTrue: Tensor, yPred: Tensor): Tensor;
  /** 1 where an example counts, 0 where it is left out; float32 `[batch, ...]`. Absent: all count. */
  isCounted?(yTrue: Tensor): Tensor;
  /**
   * Refuses targets that would make the loss meaningless, on the host and before training.
   *
   * @param where - Who asks, for the message.
   * @param yTrue - All targets.
   * @param outputShape - Shape of the model's output; the batch axis is `null`.
   */
  checkTargets?(where: string, yTrue: NdArray, outputShape: PartialShape): void;
}

/**
 * The scalar that is minimised.
 *
 * @param sampleWeight - float32 `[batch]`, or undefined.
 * @returns float32 scalar.
 */
export function reduceLoss(loss: Loss, yTrue: Tensor, yPred: Tensor, sampleWeight: Tensor | undefined): Tensor {
  const perExample = loss.perExample(yTrue, yPred); // [batch, ...]
  const weighted = sampleWeight === undefined ? perExample : mul(perExample, alignWeight(sampleWeight, perExample));
  if (loss.isCounted === undefined) return mean(weighted);
  const counted = cast(loss.isCounted(yTrue), 'float32');
  return div(sum(mul(weighted, counted)), maximum(sum(counted), 1));
}

/** A weight an example, in the rank of the losses. */
export function alignWeight(sampleWeight: Tensor, values: Tensor): Tensor {
  return reshape(sampleWeight, [...sampleWeight.shape, ...values.shape.slice(sampleWeight.rank).map(() => 1)]);
}
