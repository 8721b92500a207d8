/** The graph of a functional model: which layer reads what, in an order in which it can be computed. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../call-context.js';
import type { BuildContext, Layer } from '../layer.js';
import { notASymbolicTensor } from '../messages.js';
import { unreachableInput } from './model-messages.js';
import { isSymbolicTensor, type LayerCall, type SymbolicTensor } from '../symbolic-tensor.js';
import { asNonEmpty, type NonEmpty, type ShapeList, type TensorList, toList, toShapeList } from '../tensor-list.js';
import { nameUniquely } from '../unique-names.js';

/** Inputs, outputs and everything between. */
export interface LayerGraph {
  readonly inputs: NonEmpty<SymbolicTensor>;
  readonly outputs: NonEmpty<SymbolicTensor>;
  /** Applications of layers, in topological order. */
  readonly calls: readonly LayerCall[];
  /** Each layer once, in the order of its first use. */
  readonly layers: readonly Layer[];
}

/**
 * Collects what lies between inputs and outputs, and gives layers without a name of their own a unique one.
 *
 * @throws {ValueError} NOT_SYMBOLIC, GRAPH_INPUT, NAME_TWICE
 */
export function layerGraph(
  where: string,
  inputs: NonEmpty<SymbolicTensor>,
  outputs: NonEmpty<SymbolicTensor>,
): LayerGraph {
  for (const tensor of [...inputs, ...outputs]) if (!isSymbolicTensor(tensor)) throw notASymbolicTensor(where, tensor);
  const sourceOf = (tensor: SymbolicTensor): LayerCall | undefined => {
    if (inputs.includes(tensor)) return undefined;
    if (tensor.source === undefined) throw unreachableInput(where, tensor.name);
    return tensor.source;
  };
  const isDefined = (call: LayerCall | undefined): call is LayerCall => call !== undefined;
  const calls = new Set<LayerCall>(); // in the order in which they were completed
  const pending = outputs.map(sourceOf).filter(isDefined).toReversed();
  for (let call = pending.at(-1); call !== undefined; call = pending.at(-1)) {
    const missing = calls.has(call)
      ? []
      : call.inputs
          .map(sourceOf)
          .filter(isDefined)
          .filter((read) => !calls.has(read));
    if (missing.length === 0) calls.add(pending.pop() as LayerCall);
    else pending.push(...missing.toReversed());
  }
  const layers = [...new Set([...calls].map(({ layer }) => layer))];
  nameUniquely(where, layers);
  return { inputs, outputs, calls: [...calls], layers };
}

/** Builds every layer, each with a key of its own. */
export function buildGraph(graph: LayerGraph, contextOf: (layer: Layer) => BuildContext): void {
  for (const { layer, inputs } of graph.calls) {
    if (layer.isBuilt) continue;
    layer.ensureBuilt(asNonEmpty(inputs.map(({ shape }) => shape)), contextOf(layer));
  }
}

/** Shapes of the outputs for given input shapes. */
export function graphOutputShapes(graph: LayerGraph, inputShapes: ShapeList): ShapeList {
  const shapes = evaluate<PartialShape>(graph, inputShapes, (layer, inputs) =>
    toShapeList(layer.computeOutputShape(inputs)),
  );
  return asNonEmpty(graph.outputs.map(shapes));
}

/** Computes the outputs. Runs inside the scope of the model's call. */
export function runGraph(graph: LayerGraph, inputs: TensorList, context: CallContext): TensorList {
  const values = evaluate<Tensor>(graph, inputs, (layer, given) => toList(layer.run(given, context)));
  return asNonEmpty(graph.outputs.map(values));
}

/** Carries values from the inputs through every application; returns how to look one up. */
function evaluate<Value>(
  graph: LayerGraph,
  inputs: NonEmpty<Value>,
  apply: (layer: Layer, inputs: NonEmpty<Value>) => readonly Value[],
): (tensor: SymbolicTensor) => Value {
  const given = new Map<SymbolicTensor, Value>();
  const made = new Map<LayerCall, readonly Value[]>();
  graph.inputs.forEach((input, index) => void given.set(input, inputs[index] as Value));
  const valueOf = (tensor: SymbolicTensor): Value =>
    given.has(tensor) || tensor.source === undefined
      ? (given.get(tensor) as Value)
      : (made.get(tensor.source)?.[tensor.outputIndex] as Value);
  for (const call of graph.calls) made.set(call, apply(call.layer, asNonEmpty(call.inputs.map(valueOf))));
  return valueOf;
}

/** The layers that read an input of the model directly. */
export function readersOf(graph: LayerGraph, input: SymbolicTensor): Layer[] {
  return graph.calls.filter((call) => call.inputs.includes(input)).map((call) => call.layer);
}
