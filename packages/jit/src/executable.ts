/** A graph made ready to run. */
import type { Backend } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Graph } from './graph.js';

/** What one run computes; each tensor has one owner, who disposes it. */
export interface RunResult {
  readonly outputs: readonly TensorInfo[];
  /** Of the variables that are assigned, in the order of `graph.state`; undefined for one that was updated in place. */
  readonly state: readonly (TensorInfo | undefined)[];
}

/** A graph that a backend can run. */
export interface Executable {
  readonly graph: Graph;
  /**
   * Runs it once, on tensors in the order of the graph's inputs, state and constants; it keeps none of them. State that
   * is assigned may be updated where it lies, if nobody else holds it.
   */
  run(inputs: readonly TensorInfo[], state: readonly TensorInfo[], constants: readonly TensorInfo[]): RunResult;
  /** How it runs, for people: segments, kernels, memory. */
  report(): string;
  dispose(): void;
}

/** A backend that compiles graphs itself; others replay their kernels. */
export interface CompilingBackend extends Backend {
  /** Makes a program of a graph; called while the backend is active. */
  lower(graph: Graph): Executable;
  /** The same, compiled aside: a browser's main thread may not compile what is large while it waits. */
  lowerAsync(graph: Graph): Promise<Executable>;
}

/** Whether a backend compiles graphs. */
export function compiles(backend: Backend): backend is CompilingBackend {
  return 'lower' in backend && typeof backend.lower === 'function';
}
