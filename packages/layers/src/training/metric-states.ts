/** Loss and metrics of an epoch, kept on the device. */
import type { PartialShape } from '@isograd/core';
import {
  add,
  concat,
  div,
  maximum,
  reshape,
  type Scalar,
  stack,
  type Tensor,
  type Tensor1D,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { metricNotScalar } from '../metrics/metric-messages.js';
import type { MeanPart, Metric, MetricBatch, MetricState } from '../metrics/metric.js';
import type { Logs } from './callback.js';

/** A metric of one output of a model. */
export interface LoggedMetric {
  /** Key in logs; with several outputs that of the output comes first. */
  readonly name: string;
  readonly metric: Metric;
  /** Shape of the output that it judges. */
  readonly outputShape: PartialShape;
}

/**
 * A metric that was checked to fit its output.
 *
 * @throws {ShapeError} of a metric that cannot judge this output @throws {ValueError} METRIC_NOT_SCALAR
 */
export function loggedMetric(where: string, logged: LoggedMetric): LoggedMetric {
  const { name, metric, outputShape } = logged;
  const rank = metric.resultRank ?? 0;
  if (rank !== 0) throw metricNotScalar(`${where}, ${name}`, rank);
  metric.stateShapes(`${where}, ${name}`, outputShape);
  return logged;
}

/**
 * Metrics whose names differ from each other and from `loss`: the second `precision` is `precision_1` (Keras's rule).
 */
export function numberNames(metrics: readonly LoggedMetric[]): LoggedMetric[] {
  const taken = new Set(['loss']);
  return metrics.map((logged) => {
    let { name } = logged;
    for (let number = 1; taken.has(name); number++) name = `${logged.name}_${number}`;
    taken.add(name);
    return { ...logged, name };
  });
}

/** A metric that is no mean, with its variables. */
interface Kept {
  readonly metric: Metric;
  readonly slots: Readonly<Record<string, Variable>>;
}

/**
 * The mean loss, and metrics, over the batches since the last reset. The loss and every metric that is a mean share
 * two vectors, of totals and of counts; other metrics have variables of their own.
 */
export class MetricStates {
  /** `loss` and the metrics, in the order in which they were given. */
  readonly names: readonly string[];
  readonly #metrics: readonly LoggedMetric[];
  /** For each name its place in the vector of `resultAfter`: means first. */
  readonly #places: readonly number[];
  readonly #totals: Variable;
  readonly #counts: Variable;
  readonly #kept: ReadonlyMap<LoggedMetric, Kept>;

  /** @throws {ShapeError} of a metric that cannot judge its output. */
  constructor(metrics: readonly LoggedMetric[]) {
    this.#metrics = metrics;
    this.names = ['loss', ...metrics.map(({ name }) => name)];
    const means = metrics.filter(({ metric }) => metric.measure !== undefined);
    const others = metrics.filter(({ metric }) => metric.measure === undefined);
    this.#places = [0, ...metrics.map((logged) => 1 + [...means, ...others].indexOf(logged))];
    const shapes = others.map(({ name, metric, outputShape }) => metric.stateShapes(name, outputShape));
    const slot = (shape: readonly number[]): Variable => tidy(() => variable(zeros([...shape]), false));
    this.#totals = slot([1 + means.length]);
    this.#counts = slot([1 + means.length]);
    this.#kept = new Map(
      others.map((logged, index) => {
        const slots = Object.entries(shapes[index] ?? {}).map(([name, shape]) => [name, slot(shape)]);
        return [logged, { metric: logged.metric, slots: Object.fromEntries(slots) as Record<string, Variable> }];
      }),
    );
  }

  /** Forgets all batches. */
  reset(): void {
    for (const slot of this.#variables()) tidy(() => slot.assign(zeros(slot.shape)));
  }

  /**
   * Adds one batch. Frees nothing it was given.
   *
   * @param loss - The loss of the batch and its weight in the mean.
   * @param batches - The batch as each metric sees it, in their order.
   */
  update(loss: MeanPart, batches: readonly MetricBatch[]): void {
    tidy(() => {
      const parts = [loss];
      this.#metrics.forEach((logged, index) => {
        const batch = batches[index] as MetricBatch;
        const kept = this.#kept.get(logged);
        if (kept !== undefined) assignSlots(kept, kept.metric.update(kept.slots, batch));
        else parts.push(logged.metric.measure?.(batch) as MeanPart);
      });
      this.#totals.assign(add(this.#totals, stack(parts.map(({ total }) => total))));
      this.#counts.assign(add(this.#counts, stack(parts.map(({ count }) => count))));
    });
  }

  /** The results so far, after some scalars: one float32 vector, so that one read brings all to the host. */
  resultAfter(scalars: readonly Scalar[]): Tensor1D {
    return tidy(() => {
      const means = div(this.#totals, maximum(this.#counts, 1e-30)) as Tensor1D;
      const others = [...this.#kept.values()].map(
        ({ metric, slots }) => reshape(metric.result(slots), [1]) as Tensor1D,
      );
      const first = scalars.length === 0 ? [] : [stack([...scalars]) as Tensor1D];
      return first.length + others.length === 0 ? means : concat([...first, means, ...others]);
    });
  }

  /** Names the values of `resultAfter([])`. */
  toLogs(values: ArrayLike<number>): Logs {
    return Object.fromEntries(
      this.names.map((name, index) => [name, values[this.#places[index] as number] ?? Number.NaN]),
    );
  }

  dispose(): void {
    for (const slot of this.#variables()) slot.dispose();
  }

  #variables(): Variable[] {
    return [this.#totals, this.#counts, ...[...this.#kept.values()].flatMap(({ slots }) => Object.values(slots))];
  }
}

/** Moves a state into its variables; what is still the variable itself has not changed. */
function assignSlots({ slots }: Kept, next: MetricState): void {
  for (const [name, slot] of Object.entries(slots)) {
    const value = next[name] as Tensor;
    if (value !== slot) slot.assign(value);
  }
}
