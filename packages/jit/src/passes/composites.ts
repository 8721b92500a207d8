/**
 * Writes kernels that are made of others as what they are made of, so that a backend that fuses loops can fuse their
 * parts with what comes before and after.
 */
import { sizeOf } from '@isograd/core';
import { Exp, Fill, Log, LogSoftmax, Max, Mean, RealDiv, Softmax, Sub, Sum, util } from '@tensorflow/tfjs-core';
import type { Graph, Node, Value, ValueId } from '../graph.js';
import { expandNodes, type NewValue } from './rewrite.js';

/**
 * Mean, Softmax and LogSoftmax of float32 as reductions and elementwise kernels.
 *
 * @param kept - Names of those that stay as they are. Default: none.
 */
export function expandComposites(graph: Graph, kept: ReadonlySet<string> = new Set()): Graph {
  return expandNodes(graph, (node, newValue) => {
    if (kept.has(node.kernelName)) return undefined;
    const [input] = node.inputs;
    const x = graph.values[input?.value ?? -1];
    if (input === undefined || x === undefined || x.dtype !== 'float32' || sizeOf(x.shape) === 0) return undefined;
    const parts = new Parts(newValue);
    if (node.kernelName === Mean) return parts.mean(node, graph, input.value, x);
    if (node.kernelName === Softmax) return parts.softmax(node, input.value, x);
    if (node.kernelName === LogSoftmax) return parts.logSoftmax(node, input.value, x);
    return undefined;
  });
}

/** Collects the nodes that one kernel becomes. */
class Parts {
  readonly #newValue: NewValue;
  readonly #nodes: Node[] = [];

  constructor(newValue: NewValue) {
    this.#newValue = newValue;
  }

  /** Σ x / n */
  mean({ attributes, outputs }: Node, { values }: Graph, x: ValueId, { shape }: Value): Node[] {
    const [output = 0] = outputs;
    const { axis, keepDims = false } = attributes as { readonly axis?: number | number[]; readonly keepDims?: boolean };
    const axes = util.parseAxisParam(axis as number[], [...shape]);
    const count = axes.reduce((product, each) => product * (shape[each] ?? 1), 1);
    const reduced = values[output] as Value;
    const sum = this.#add(Sum, { x }, { axis: axes, keepDims }, reduced.shape);
    const divisor = this.#add(Fill, {}, { shape: [], value: count, dtype: 'float32' }, []);
    return this.#end(RealDiv, { a: sum, b: divisor }, {}, output);
  }

  /** e^(x - m) / Σ e^(x - m), m the maximum. */
  softmax({ outputs }: Node, x: ValueId, { shape }: Value): Node[] {
    const { exponentials, sum } = this.#exponentials(x, shape);
    return this.#end(RealDiv, { a: exponentials, b: sum }, {}, outputs[0] ?? 0);
  }

  /** x - m - ln Σ e^(x - m), m the maximum. */
  logSoftmax({ outputs }: Node, x: ValueId, { shape }: Value): Node[] {
    const { shifted, sum } = this.#exponentials(x, shape);
    const logOfSum = this.#add(Log, { x: sum }, {}, rowShape(shape));
    return this.#end(Sub, { a: shifted, b: logOfSum }, {}, outputs[0] ?? 0);
  }

  #exponentials(x: ValueId, shape: readonly number[]): { [Name in 'shifted' | 'exponentials' | 'sum']: ValueId } {
    const axes = [shape.length - 1];
    const maximum = this.#add(Max, { x }, { reductionIndices: axes, keepDims: true }, rowShape(shape));
    const shifted = this.#add(Sub, { a: x, b: maximum }, {}, shape);
    const exponentials = this.#add(Exp, { x: shifted }, {}, shape);
    return {
      shifted,
      exponentials,
      sum: this.#add(Sum, { x: exponentials }, { axis: axes, keepDims: true }, rowShape(shape)),
    };
  }

  #add(
    kernelName: string,
    inputs: { readonly [name: string]: ValueId },
    attributes: object,
    shape: readonly number[],
  ): ValueId {
    const output = this.#newValue({ shape: [...shape], dtype: 'float32' });
    this.#end(kernelName, inputs, attributes, output);
    return output;
  }

  #end(kernelName: string, inputs: { readonly [name: string]: ValueId }, attributes: object, output: ValueId): Node[] {
    const list = Object.entries(inputs).map(([name, value]) => ({ name, value }));
    this.#nodes.push({ kernelName, inputs: list, isVariadic: false, attributes, outputs: [output] });
    return this.#nodes;
  }
}

/** One element for each row. */
function rowShape(shape: readonly number[]): number[] {
  return [...shape.slice(0, -1), 1];
}
