/** `jit`: a function that is captured once for each signature of its arguments, and run as a program from then on. */
import { getActiveBackend, type Tree, treeLeaves, treeUnflatten, warnOnce } from '@isograd/core';
import { engine, Tensor, type TensorInfo, type Variable } from '@tensorflow/tfjs-core';
import { capture, type Captured, isCapturing } from './capture.js';
import { compiles, type Executable } from './executable.js';
import type { Graph } from './graph.js';
import { jitDisposed } from './messages.js';
import { simplify } from './passes/simplify.js';
import { replay } from './replay.js';
import { type Argument, Signature } from './signature.js';

/** Captures of one function from which on a warning says that its signature changes too often. */
const manyTraces = 16;

/** How a function is captured. */
export interface JitOptions {
  /** Name in messages, graphs and reports. Default: that of the function. */
  readonly name?: string;
}

/** A captured function: called as the function itself. */
export interface Jitted<Arguments extends readonly Tree<Argument>[], Result extends Tree<Tensor>> {
  (...args: Arguments): Result;
  /** How many signatures it has been captured for. */
  readonly traces: number;
  /** The graphs, in the order in which they were captured, after all passes. */
  readonly graphs: readonly Graph[];
  /** Whether it has been captured and compiled for the signature of these arguments. */
  isPrepared(...args: Arguments): boolean;
  /**
   * Captures and compiles it for the signature of these arguments, without running it. A call does the same when it has
   * not been done; but a browser's main thread may refuse to compile a large program while it waits.
   *
   * @throws {CaptureError} as a call
   */
  prepare(...args: Arguments): Promise<void>;
  /** How each signature runs, for people: what is compiled, and what are calls of registered kernels. */
  report(): string;
  /** Gives back what it holds: constants and programs. It cannot be called afterwards. */
  dispose(): void;
}

/** What belongs to one signature. */
interface Program {
  readonly signature: Signature;
  readonly captured: Captured;
  readonly executable: Executable;
  /** Those that the passes have left, in the order of the graph. */
  readonly constants: readonly Tensor[];
  /** The variables that it assigns, in the order of the state. */
  readonly assigned: readonly Variable[];
}

/**
 * Makes a function that runs `fn` as one program.
 *
 * The first call for each signature (shapes and dtypes of the tensors in the arguments, their places, the values of
 * arguments that are no tensors, and the backend) runs `fn` once to see its kernels; every call, also the first, then
 * runs the program. Variables that `fn` reads and assigns are its state. What it computes on the host in JavaScript is
 * computed once, when it is captured. Inside another captured function, or where gradients are recorded, a call runs
 * `fn` as it is written, and becomes a part of that.
 *
 * @param fn - Takes trees of tensors, numbers, strings and booleans, and returns a tree of tensors; no reads, no
 * promises, no new variables inside.
 * @param options - A name.
 * @returns Its results are the caller's, as those of any op.
 * @throws {CaptureError} CAPTURE_READ, CAPTURE_ASYNC, CAPTURE_VARIABLE or CAPTURE_RESULT, when called
 * @example
 * import { useBackend } from '@isograd/core';
 * import { cpu } from '@isograd/backend-cpu';
 * import { jit } from '@isograd/jit';
 * import * as tf from '@tensorflow/tfjs-core';
 * await useBackend(cpu());
 * const total: tf.Variable = tf.variable(tf.scalar(0));
 * const addTo = jit((x: tf.Tensor) => {
 *   total.assign(tf.add(total, tf.sum(x)) as tf.Scalar);
 *   return tf.mul(x, 2);
 * });
 * addTo(tf.tensor1d([1, 2])).print(); // [2, 4]
 * addTo(tf.tensor1d([3, 4])).print(); // [6, 8]
 * total.print(); // 10
 * addTo.dispose();
 */
export function jit<Arguments extends readonly Tree<Argument>[], Result extends Tree<Tensor>>(
  fn: (...args: Arguments) => Result,
  options: JitOptions = {},
): Jitted<Arguments, Result> {
  const name = options.name ?? (fn.name || 'anonymous');
  const programs: Program[] = [];
  const underway: { readonly signature: Signature; readonly done: Promise<void> }[] = [];
  let isDisposed = false;

  const captureFor = (args: Arguments, leaves: readonly Argument[]): { captured: Captured; graph: Graph } => {
    const captured = capture(
      name,
      (...inputs) => {
        const tensors = inputs.values();
        const replaced = leaves.map((leaf) => (leaf instanceof Tensor ? (tensors.next().value as Tensor) : leaf));
        return fn(...(treeUnflatten<Argument, Argument>(args, replaced) as Arguments));
      },
      tensorsIn(leaves),
    );
    return { captured, graph: simplify(captured.graph) };
  };

  const add = (signature: Signature, captured: Captured, graph: Graph, executable: Executable): Program => {
    const constants = graph.constants.map(({ source }) => captured.constants[source] as Tensor);
    const assigned = captured.variables.filter((_, place) => graph.state[place]?.next !== graph.state[place]?.current);
    const program = { signature, captured, executable, constants, assigned };
    programs.push(program);
    if (programs.length === manyTraces) {
      warnOnce(
        `JIT_TRACES_${name}`,
        `jit of ${name} was captured for ${manyTraces} signatures: pad its arguments to few shapes, or call it without jit.`,
      );
    }
    return program;
  };

  const knownProgram = (args: Arguments, leaves: readonly Argument[]): Program | undefined =>
    programs.find(({ signature }) => signature.matches(args, leaves));

  const programFor = (args: Arguments, leaves: readonly Argument[]): Program => {
    const { backend } = getActiveBackend();
    const known = knownProgram(args, leaves);
    if (known !== undefined) return known;
    const { captured, graph } = captureFor(args, leaves);
    try {
      return add(
        new Signature(args, leaves),
        captured,
        graph,
        compiles(backend) ? backend.lower(graph) : replay(graph),
      );
    } catch (error) {
      captured.dispose();
      throw error;
    }
  };

  const prepareFor = async (args: Arguments, leaves: readonly Argument[]): Promise<void> => {
    const { backend } = getActiveBackend();
    if (!compiles(backend)) return void programFor(args, leaves);
    const signature = new Signature(args, leaves);
    const { captured, graph } = captureFor(args, leaves);
    let executable: Executable | undefined;
    try {
      executable = await backend.lowerAsync(graph);
    } finally {
      // Meanwhile it may have been called, and have compiled the same program at once, or been disposed.
      if (executable === undefined || isDisposed || programs.some((program) => program.signature.equals(signature))) {
        executable?.dispose();
        captured.dispose();
      } else {
        add(signature, captured, graph, executable);
      }
    }
  };

  const prepare = async (...args: Arguments): Promise<void> => {
    if (isDisposed) throw jitDisposed(name);
    const leaves = treeLeaves<Argument>(args);
    if (knownProgram(args, leaves) !== undefined) return;
    const earlier = underway.find(({ signature }) => signature.matches(args, leaves));
    if (earlier !== undefined) return earlier.done;
    const entry = { signature: new Signature(args, leaves), done: prepareFor(args, leaves) };
    underway.push(entry);
    try {
      await entry.done;
    } finally {
      underway.splice(underway.indexOf(entry), 1);
    }
  };

  const call = (...args: Arguments): Result => {
    if (isDisposed) throw jitDisposed(name);
    if (isCapturing() || engine().state.gradientDepth > 0) return fn(...args);
    const leaves = treeLeaves<Argument>(args);
    const { captured, executable, constants, assigned } = programFor(args, leaves);
    const { outputs, state } = executable.run(tensorsIn(leaves), captured.variables, constants);
    const results = outputs.map(adopt);
    assigned.forEach((variable, place) => {
      const info = state[place];
      if (info === undefined) return;
      const next = adopt(info);
      variable.assign(next);
      next.dispose();
    });
    return treeUnflatten(captured.result, results) as Result;
  };
  return Object.defineProperties(call, {
    traces: { get: () => programs.length },
    graphs: { get: () => programs.map(({ executable }) => executable.graph) },
    isPrepared: { value: (...args: Arguments) => knownProgram(args, treeLeaves<Argument>(args)) !== undefined },
    prepare: { value: prepare },
    report: { value: () => programs.map(({ executable }) => executable.report()).join('\n') },
    dispose: {
      value: () => {
        isDisposed = true;
        for (const { captured, executable } of programs.splice(0)) {
          executable.dispose();
          captured.dispose();
        }
      },
    },
  }) as Jitted<Arguments, Result>;
}

function tensorsIn(leaves: readonly Argument[]): Tensor[] {
  return leaves.filter((leaf) => leaf instanceof Tensor);
}

/** A tensor of the engine that owns the data of a result. */
function adopt(info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info);
}
