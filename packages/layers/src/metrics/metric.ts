/**
 * A metric: what is measured over all batches since the last reset, without a host read within a step.
 *
 * A metric holds nothing itself. Its state is a few float32 tensors, zeros at first, which the caller keeps: `update`
 * makes the next state from one more batch, `result` the value from a state. Both are pure and made of kernels, so
 * that a captured step contains them. Sums over examples make the result exact over batches of different sizes.
 *
 * A metric that is a weighted mean says with `measure` what a batch adds to it; a training loop then keeps all means
 * of a step in one vector, which costs fewer kernels than a state for each. `meanMetric` makes such a metric from one
 * function.
 */
import type { NdArray, PartialShape, Shape } from '@isograd/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** State of a metric: float32 tensors by name. */
export type MetricState = Readonly<Record<string, Tensor>>;

/** A batch as a metric sees it. */
export interface MetricBatch {
  /** Targets. */
  readonly yTrue: Tensor;
  /** float32 `[batch, ..., features]`, the output of the model. */
  readonly yPred: Tensor;
  /** float32 `[batch]` or with more of the leading axes of `yPred`; 0 leaves out. Default: 1 everywhere. */
  readonly sampleWeight?: Tensor | undefined;
}

/** What a batch adds to a weighted mean. */
export interface MeanPart {
  /** Σ value · weight, float32 scalar. */
  readonly total: Scalar;
  /** Σ weight, float32 scalar. */
  readonly count: Scalar;
}

/** A metric as `compile` and `streamMetric` take it. */
export interface Metric {
  /** Key in logs and histories: `accuracy`. */
  readonly name: string;
  /** Keras's name of the class: `BinaryAccuracy`. */
  readonly className: string;
  /** Its options, as plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Axes of the result: `compile` takes metrics with 0. Default: 0. */
  readonly resultRank?: number;
  /**
   * Shapes of the state.
   *
   * @param where - Who asks, for the message.
   * @param outputShape - Shape of the model's output; the batch axis is `null`.
   * @throws {ShapeError} when the metric cannot judge such an output.
   */
  stateShapes(where: string, outputShape: PartialShape): Readonly<Record<string, Shape>>;
  /**
   * The state after one more batch; frees nothing it was given. The caller tidies.
   *
   * @param state - All that `stateShapes` names; the result has the same names and shapes.
   */
  update(state: MetricState, batch: MetricBatch): MetricState;
  /** The value of a state, float32. */
  result(state: MetricState): Tensor;
  /** Only of a weighted mean: what `update` adds to its state of a total and a count. */
  measure?(batch: MetricBatch): MeanPart;
  /**
   * Refuses targets that would make the metric meaningless, on the host.
   *
   * @param where - Who asks, for the message.
   * @param yTrue - All targets.
   * @param outputShape - Shape of the model's output; the batch axis is `null`.
   */
  checkTargets?(where: string, yTrue: NdArray, outputShape: PartialShape): void;
}
