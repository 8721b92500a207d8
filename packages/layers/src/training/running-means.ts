/** Loss and metrics of an epoch as running means, kept on the device. */
import {
  add,
  concat,
  div,
  maximum,
  stack,
  type Tensor,
  type Tensor1D,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { MeanPart } from '../metrics/metric.js';

/** Weighted means of several quantities over the batches since the last reset. */
export class RunningMeans {
  /** Names of the quantities, in order. */
  readonly names: readonly string[];
  readonly #totals: Variable;
  readonly #counts: Variable;

  constructor(names: readonly string[]) {
    this.names = names;
    [this.#totals, this.#counts] = tidy(() => [
      variable(zeros([names.length]), false),
      variable(zeros([names.length]), false),
    ]) as [Variable, Variable];
  }

  /** Forgets all batches. */
  reset(): void {
    tidy(() => {
      this.#totals.assign(zeros([this.names.length]));
      this.#counts.assign(zeros([this.names.length]));
    });
  }

  /** Adds one batch: one part for each quantity. Frees nothing it was given. */
  update(parts: readonly MeanPart[]): void {
    tidy(() => {
      this.#totals.assign(add(this.#totals, stack(parts.map((part) => part.total))));
      this.#counts.assign(add(this.#counts, stack(parts.map((part) => part.count))));
    });
  }

  /** The means so far, after some scalars: one float32 vector, so that one read brings all to the host. */
  resultAfter(scalars: readonly Tensor[]): Tensor1D {
    return tidy(() => {
      const means = div(this.#totals, maximum(this.#counts, 1e-30)) as Tensor1D;
      return scalars.length === 0 ? means : concat([stack([...scalars]) as Tensor1D, means]);
    });
  }

  dispose(): void {
    this.#totals.dispose();
    this.#counts.dispose();
  }
}
