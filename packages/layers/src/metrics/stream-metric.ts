/** A metric without a model: batches go in, the value comes out. */
import { type HostData, NdArray } from '@isograd/core';
import { cast, dispose, keep, Tensor, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { metricDisposed, metricWithoutBatches } from './metric-messages.js';
import type { Metric, MetricState } from './metric.js';

/** A batch on the device or on the host; tensors stay the caller's. */
export type MetricInput = Tensor | NdArray;

/** What a metric has seen so far. */
export interface MetricStream {
  readonly metric: Metric;
  /**
   * Adds a batch.
   *
   * @param yTrue - Targets `[batch, ...]`; those on the host are checked.
   * @param yPred - Predictions `[batch, ..., features]`. Default: `yTrue`, for metrics of one array.
   * @param options - `sampleWeight`: float32 `[batch]`; default 1.
   * @throws {ShapeError} of a metric that cannot judge such predictions @throws {StateError} METRIC_DISPOSED
   */
  update(yTrue: MetricInput, yPred?: MetricInput, options?: { readonly sampleWeight?: MetricInput }): void;
  /**
   * The value: a number, or an array for metrics with several.
   *
   * @throws {StateError} METRIC_EMPTY, METRIC_DISPOSED
   */
  result(): Promise<number | NdArray>;
  /** Forgets all batches. */
  reset(): void;
  /** Frees the state. */
  dispose(): void;
}

/**
 * Measures batch by batch, exactly as a model does over an epoch.
 *
 * @param metric - From `metrics`; what it keeps belongs to the stream, so that one metric serves several.
 * @example
 * import { metrics, streamMetric } from '@isograd/layers';
 * import { NdArray } from '@isograd/core';
 * const stream = streamMetric(metrics.confusionMatrix({ numClasses: 2, sparseYPred: true }));
 * stream.update(new NdArray(Int32Array.of(0, 1, 1), [3]), new NdArray(Int32Array.of(0, 1, 0), [3]));
 * const matrix = await stream.result(); // [[1, 0], [1, 1]]
 * stream.dispose();
 */
export function streamMetric(metric: Metric): MetricStream {
  let state: MetricState | undefined;
  let isDisposed = false;

  const replace = (next: MetricState | undefined): void => {
    const old = state;
    state = next;
    if (old !== undefined) dispose(Object.values(old).filter((slot) => !Object.values(next ?? {}).includes(slot)));
  };
  const checkUsable = (): void => {
    if (isDisposed) throw metricDisposed(metric.name);
  };

  return {
    metric,
    update: (yTrue, yPred = yTrue, options = {}) => {
      checkUsable();
      const outputShape = [null, ...yPred.shape.slice(1)];
      if (yTrue instanceof NdArray) metric.checkTargets?.(metric.name, yTrue, outputShape);
      const shapes = metric.stateShapes(metric.name, outputShape);
      const next = tidy(() => {
        const { sampleWeight } = options;
        const batch = {
          yTrue: onDevice(yTrue),
          yPred: onDevice(yPred),
          ...(sampleWeight === undefined ? {} : { sampleWeight: onDevice(sampleWeight) }),
        };
        const empty = (): MetricState =>
          Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros([...shape])]));
        return Object.fromEntries(
          Object.entries(metric.update(state ?? empty(), batch)).map(([name, slot]) => [name, keep(slot)]),
        );
      });
      replace(next);
    },
    result: async () => {
      checkUsable();
      const current = state;
      if (current === undefined) throw metricWithoutBatches(metric.name);
      const value = tidy(() => metric.result(current));
      try {
        const data = (await value.data()) as HostData;
        return value.rank === 0 ? (data[0] ?? Number.NaN) : new NdArray(data, value.shape);
      } finally {
        value.dispose();
      }
    },
    reset: () => {
      checkUsable();
      replace(undefined);
    },
    dispose: () => {
      replace(undefined);
      isDisposed = true;
    },
  };
}

function onDevice(input: MetricInput): Tensor {
  if (input instanceof Tensor) return input;
  const array = tensor(input.data, [...input.shape], input.dtype);
  return array.dtype === 'bool' ? cast(array, 'float32') : array;
}
