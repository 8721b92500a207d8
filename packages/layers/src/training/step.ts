/** A function that is captured and run as a program, or kernel by kernel where it cannot be. */
import { CaptureError, type Tree, warnOnce } from '@isograd/core';
import { jit, type Jitted } from '@isograd/jit';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A batch on the device. */
export type DeviceExamples = {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  readonly sampleWeight?: Tensor;
};

/** A function of a batch and of variables, which is called again and again. */
export class Step<Batch extends Tree<Tensor>, Result extends Tree<Tensor>> {
  readonly #name: string;
  readonly #compute: (batch: Batch) => Result;
  #isCaptured: boolean;
  #program: Jitted<[Batch], Result> | undefined;

  /**
   * @param name - For messages.
   * @param isCaptured - Whether it is captured, if it can be.
   * @param compute - No reads inside, and no choice by JavaScript that changes from call to call.
   */
  constructor(name: string, isCaptured: boolean, compute: (batch: Batch) => Result) {
    this.#name = name;
    this.#isCaptured = isCaptured;
    this.#compute = compute;
  }

  /** Runs the step. One that cannot be captured runs as it is written from then on, and a warning says why. */
  run(batch: Batch): Result {
    if (!this.#isCaptured) return this.#compute(batch);
    try {
      this.#program ??= jit(this.#compute, { name: this.#name });
      return this.#program(batch);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.#isCaptured = false;
      this.forget();
      warnOnce(`JIT_FALLBACK ${this.#name}`, `${this.#name} runs without jit: ${error.message}`);
      return this.#compute(batch);
    }
  }

  /** Frees the program; the next run captures anew. */
  forget(): void {
    this.#program?.dispose();
    this.#program = undefined;
  }
}
