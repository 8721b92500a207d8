/** A function that is captured and run as a program, or kernel by kernel where it cannot be. */
import { CaptureError, type Tree, treeLeaves, warnOnce } from '@isograd/core';
import { jit, type Jitted } from '@isograd/jit';
import { tidyTree } from '@isograd/optimizers';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** A batch on the device. */
export type DeviceExamples = {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  /** One an output. */
  readonly sampleWeights?: readonly Tensor[];
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

  /**
   * Runs the step. The first run for the shapes of a batch waits until its program is compiled. A step that cannot be
   * captured runs as it is written from then on, and a warning says why.
   *
   * @param upload - Makes the batch; it is disposed after the run.
   * @returns The caller's.
   */
  async run(upload: () => Batch): Promise<Result> {
    const batch = tidyTree(upload);
    try {
      if (this.#isCaptured) await this.#prepare(batch);
      return tidyTree(() => (this.#isCaptured ? this.#readyProgram()(batch) : this.#compute(batch)));
    } finally {
      dispose(treeLeaves<Tensor>(batch));
    }
  }

  async #prepare(batch: Batch): Promise<void> {
    try {
      const program = this.#readyProgram();
      if (!program.isPrepared(batch)) await program.prepare(batch);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.#isCaptured = false;
      this.forget();
      warnOnce(`JIT_FALLBACK ${this.#name}`, `${this.#name} runs without jit: ${error.message}`);
    }
  }

  #readyProgram(): Jitted<[Batch], Result> {
    return (this.#program ??= jit(this.#compute, { name: this.#name }));
  }

  /** Frees the program; the next run captures anew. */
  forget(): void {
    this.#program?.dispose();
    this.#program = undefined;
  }
}
