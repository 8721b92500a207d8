/**
 * What a captured function is: a list of kernel calls on numbered values, and nothing else.
 *
 * A graph is pure: (state, inputs) → (state', outputs). Values are defined once, before they are used; each has a
 * shape and a dtype and no data. What the function read from variables is its state, what it assigned to them the
 * next state; tensors that it closed over and numbers that it wrote from the host are constants. The ops are tfjs's
 * kernels under their names, so that every backend can run a graph (replay.ts), and one that can compile lowers it
 * to a program. Passes (passes/) take a graph and return a better one; spec.ts says which graphs are valid.
 */
import type { Shape } from '@isograd/core';
import type { DataType } from '@tensorflow/tfjs-core';

/** Number of a value: its place in `Graph.values`. */
export type ValueId = number;

/** What is known of a value before it is computed. */
export interface Value {
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** One input of a kernel call; a kernel that takes a list of tensors names them by their places: `'0'`, `'1'`. */
export interface NodeInput {
  readonly name: string;
  readonly value: ValueId;
}

/** One kernel call. */
export interface Node {
  readonly kernelName: string;
  readonly inputs: readonly NodeInput[];
  /** Whether the kernel takes its inputs as a list. */
  readonly isVariadic: boolean;
  readonly attributes: object;
  readonly outputs: readonly ValueId[];
}

/** A value that is read from a variable before the first kernel call, and what it holds after the last. */
export interface StateSlot {
  /** Name of the variable, for people. */
  readonly name: string;
  readonly current: ValueId;
  /** The same as `current` where the function does not assign. */
  readonly next: ValueId;
}

/** A tensor that the function did not get as an argument. */
export interface Constant {
  readonly value: ValueId;
  /** Its place among the tensors that were kept when the function was captured. */
  readonly source: number;
  /** What it holds, if that is a single number. */
  readonly scalar?: number;
}

/** A captured function. */
export interface Graph {
  readonly name: string;
  readonly values: readonly Value[];
  readonly inputs: readonly ValueId[];
  readonly state: readonly StateSlot[];
  readonly constants: readonly Constant[];
  /** In an order in which they can run. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly ValueId[];
}

/** The state that the function assigns; the rest it only reads. */
export function assignedState({ state }: Graph): StateSlot[] {
  return state.filter(({ current, next }) => next !== current);
}

/** The values that have to exist when the last node has run: the assigned state, then the outputs. */
export function resultsOf(graph: Graph): ValueId[] {
  return [...assignedState(graph).map(({ next }) => next), ...graph.outputs];
}

/** The values that exist before the first node runs. */
export function sourcesOf({ inputs, state, constants }: Graph): ValueId[] {
  return [...inputs, ...state.map(({ current }) => current), ...constants.map(({ value }) => value)];
}
