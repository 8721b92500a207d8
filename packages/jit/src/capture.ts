/**
 * Runs a function once and writes down its kernel calls.
 *
 * All of tfjs, the tape included, calls `runKernel` of the one engine: while a function is captured that method, and
 * those that read tensors and make variables, are replaced on the engine, and put back in any case. The function runs
 * for its shapes only: what it assigned to variables is taken back, and the graph computes the first step as it does
 * the second.
 */
import { type Tree, treeMap } from '@isograd/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Graph, Node, NodeInput, StateSlot, Value, ValueId } from './graph.js';
import { asyncFunction, graphInvalid, readWhileCapturing, resultNotTensor, variableMade } from './messages.js';
import { violationsOf } from './spec.js';

/** A function of tensors: any arguments that are trees of them, and a tree of them as its result. */
export type TensorFunction = (...inputs: tf.Tensor[]) => Tree<tf.Tensor>;

/** What capturing gives. */
export interface Captured {
  readonly graph: Graph;
  /** The variables behind `graph.state`, in its order. */
  readonly variables: readonly tf.Variable[];
  /** The tensors behind `graph.constants`, by source; kept until `dispose`. */
  readonly constants: readonly tf.Tensor[];
  /** The result, with the place of each tensor in `graph.outputs`. */
  readonly result: Tree<number>;
  dispose(): void;
}

type Engine = ReturnType<typeof tf.engine>;

/** The methods of the engine that are replaced. tfjs declares a part of them private. */
interface Recorded {
  runKernel(kernelName: string, inputs: tf.NamedTensorMap, attributes?: tf.NamedAttrMap): tf.Tensor | tf.Tensor[];
  makeVariable(...args: unknown[]): tf.Variable;
  moveData(...args: unknown[]): void;
  read(dataId: object): unknown;
  readSync(dataId: object): unknown;
}

let isUnderway = false;

/** Whether a function is being captured. */
export function isCapturing(): boolean {
  return isUnderway;
}

/**
 * Captures a function for arguments of the given shapes and dtypes.
 *
 * @param name - Of the function, for messages.
 * @param fn - Runs once.
 * @param inputs - Arguments of the first call.
 * @throws {CaptureError} CAPTURE_READ, CAPTURE_ASYNC, CAPTURE_VARIABLE or CAPTURE_RESULT
 */
export function capture(name: string, fn: TensorFunction, inputs: readonly tf.Tensor[]): Captured {
  const recorder = new Recorder(name, inputs);
  isUnderway = true;
  try {
    return recorder.record(fn);
  } catch (error) {
    recorder.dispose();
    throw error;
  } finally {
    isUnderway = false;
  }
}

class Recorder {
  readonly #name: string;
  readonly #inputs: readonly tf.Tensor[];
  readonly #values: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #constants: { readonly value: ValueId; readonly tensor: tf.Tensor }[] = [];
  /** What variables held before, and hold now. */
  readonly #state = new Map<tf.Variable, { readonly current: ValueId; next: ValueId; readonly before: tf.Tensor }>();
  readonly #idOf = new Map<number, ValueId>();
  readonly #madeBy = new Map<object, string>();

  constructor(name: string, inputs: readonly tf.Tensor[]) {
    this.#name = name;
    this.#inputs = inputs.map(aliasOf); // one tensor may be passed twice: each place is a value of its own
    for (const input of this.#inputs) this.#define(input);
  }

  record(fn: TensorFunction): Captured {
    const inputIds = this.#inputs.map(({ id }) => this.#idOf.get(id) as ValueId);
    const engine = tf.engine();
    const restore = this.#replaceMethods(engine);
    let result: Tree<number>;
    const outputs: ValueId[] = [];
    engine.startScope();
    try {
      const returned = fn(...this.#inputs);
      if (returned instanceof Promise) throw asyncFunction(this.#name);
      result = treeMap<tf.Tensor, number>(([leaf], path) => {
        if (!(leaf instanceof tf.Tensor)) throw resultNotTensor(this.#name, leaf, path);
        return outputs.push(this.#use(leaf)) - 1;
      }, returned);
    } finally {
      engine.endScope();
      restore();
      this.#takeBackAssignments();
      tf.dispose([...this.#inputs]);
    }
    const graph: Graph = {
      name: this.#name,
      values: this.#values,
      inputs: inputIds,
      state: [...this.#state].map(
        ([variable, { current, next }]): StateSlot => ({ name: variable.name, current, next }),
      ),
      constants: this.#constants.map(({ value, tensor }, source) => ({ value, source, ...scalarOf(tensor) })),
      nodes: this.#nodes,
      outputs,
    };
    const violations = violationsOf(graph);
    if (violations.length > 0) throw graphInvalid(this.#name, violations);
    return {
      graph,
      variables: [...this.#state.keys()],
      constants: this.#constants.map(({ tensor }) => tensor),
      result,
      dispose: () => this.dispose(),
    };
  }

  dispose(): void {
    for (const { tensor } of this.#constants.splice(0)) tensor.dispose();
  }

  /** Replaces methods of the engine and of variables. The function that it returns puts them back. */
  #replaceMethods(engine: Engine): () => void {
    const recorded = engine as object as Recorded;
    const { runKernel, makeVariable, moveData, read, readSync } = recorded;
    const { assign } = tf.Variable.prototype;
    const refuse = (dataId: object): never => {
      throw readWhileCapturing(this.#name, this.#madeBy.get(dataId) ?? 'an argument or a constant');
    };
    let isMoving = false;
    recorded.runKernel = (kernelName, inputs, attributes) => {
      const used = this.#inputsOf(inputs);
      const outputs = runKernel.call(engine, kernelName, inputs, attributes);
      const list = Array.isArray(outputs) ? outputs : [outputs];
      const isVariadic = Array.isArray(inputs);
      const defined = list.map((output) => this.#define(output));
      for (const { dataId } of list) this.#madeBy.set(dataId, kernelName);
      this.#nodes.push({ kernelName, inputs: used, isVariadic, attributes: attributes ?? {}, outputs: defined });
      return outputs;
    };
    recorded.makeVariable = (...args) => {
      throw variableMade(this.#name, String(args[2] ?? 'without a name'));
    };
    recorded.moveData = (...args) => {
      isMoving = true; // a tensor of another backend follows: tfjs reads it for that
      try {
        moveData.apply(engine, args);
      } finally {
        isMoving = false;
      }
    };
    recorded.read = refuse;
    recorded.readSync = (dataId) => (isMoving ? readSync.call(engine, dataId) : refuse(dataId));
    const record = (variable: tf.Variable, value: tf.Tensor): void => {
      this.#stateOf(variable).next = this.#use(value);
      assign.call(variable, value);
    };
    tf.Variable.prototype.assign = function (this: tf.Variable, value: tf.Tensor): void {
      record(this, value);
    };
    return () => {
      Object.assign(recorded, { runKernel, makeVariable, moveData, read, readSync });
      tf.Variable.prototype.assign = assign;
    };
  }

  #inputsOf(inputs: tf.NamedTensorMap): NodeInput[] {
    return Object.entries<tf.Tensor | undefined>(inputs).flatMap(([name, tensor]) =>
      tensor === undefined || tensor === null ? [] : [{ name, value: this.#use(tensor) }],
    );
  }

  /** The value of a tensor that is used: a known one, the state of a variable, or else a constant. */
  #use(tensor: tf.Tensor): ValueId {
    if (tensor instanceof tf.Variable) return this.#stateOf(tensor).next;
    const known = this.#idOf.get(tensor.id);
    if (known !== undefined) return known;
    const value = this.#define(tensor);
    this.#constants.push({ value, tensor: aliasOf(tensor) });
    return value;
  }

  #stateOf(variable: tf.Variable): { readonly current: ValueId; next: ValueId; readonly before: tf.Tensor } {
    const known = this.#state.get(variable);
    if (known !== undefined) return known;
    const value = this.#newValue(variable);
    const slot = { current: value, next: value, before: aliasOf(variable) };
    this.#state.set(variable, slot);
    return slot;
  }

  #takeBackAssignments(): void {
    for (const [variable, { current, next, before }] of this.#state) {
      if (next !== current) variable.assign(before);
      before.dispose();
    }
  }

  #define(tensor: tf.Tensor): ValueId {
    const id = this.#newValue(tensor);
    this.#idOf.set(tensor.id, id);
    return id;
  }

  #newValue({ shape, dtype }: tf.Tensor): ValueId {
    return this.#values.push({ shape: [...shape], dtype }) - 1;
  }
}

/** The number that a tensor holds, if it is a single one. */
function scalarOf(tensor: tf.Tensor): { readonly scalar?: number } {
  const isNumber = tensor.dtype === 'float32' || tensor.dtype === 'int32' || tensor.dtype === 'bool';
  return isNumber && tensor.size === 1 ? { scalar: Number(tensor.dataSync()[0]) } : {};
}

/** One more owner of the data of a tensor, which no scope disposes. */
function aliasOf(tensor: tf.Tensor): tf.Tensor {
  const { dataId, shape, dtype } = tensor;
  const engine = tf.engine();
  engine.backend.incRef(dataId);
  return tf.keep(engine.makeTensorFromTensorInfo({ dataId, shape, dtype }));
}
