/** A step that is captured and run as a program, or kernel by kernel where it cannot be. */
import { CaptureError, warnOnce } from '@isograd/core';
import { jit, type Jitted } from '@isograd/jit';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** A batch on the device. */
export type DeviceExamples = {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  readonly sampleWeight?: Tensor;
};

/** A function of a batch and of variables, which is called again and again. */
export class Step {
  readonly #name: string;
  readonly #compute: (examples: DeviceExamples) => Tensor1D;
  #isCaptured: boolean;
  #program: Jitted<[DeviceExamples], Tensor1D> | undefined;

  /**
   * @param name - For messages.
   * @param isCaptured - Whether it is captured, if it can be.
   * @param compute - No reads inside, and no choice by JavaScript that changes from call to call.
   */
  constructor(name: string, isCaptured: boolean, compute: (examples: DeviceExamples) => Tensor1D) {
    this.#name = name;
    this.#isCaptured = isCaptured;
    this.#compute = compute;
  }

  /** Runs the step. One that cannot be captured runs as it is written from then on, and a warning says why. */
  run(examples: DeviceExamples): Tensor1D {
    if (!this.#isCaptured) return this.#compute(examples);
    try {
      this.#program ??= jit(this.#compute, { name: this.#name });
      return this.#program(examples);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.#isCaptured = false;
      this.forget();
      warnOnce(`JIT_FALLBACK ${this.#name}`, `${this.#name} runs without jit: ${error.message}`);
      return this.#compute(examples);
    }
  }

  /** Frees the program; the next run captures anew. */
  forget(): void {
    this.#program?.dispose();
    this.#program = undefined;
  }
}
