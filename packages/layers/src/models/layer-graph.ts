/** The graph of a functional model: which layer reads what, in an order in which it can be computed. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { BuildContext, CallContext, Layer } from '../layer.js';
import { duplicateName, notASymbolicTensor, unreachableInput } from '../messages.js';
import type { LayerCall, SymbolicTensor } from '../symbolic-tensor.js';
import { asNonEmpty, type NonEmpty, type ShapeList, type TensorList, toList } from '../tensor-list.js';

/** One layer applied to some tensors, and the tensor that comes out. */
interface Node {
  readonly call: LayerCall;
  readonly output: SymbolicTensor;
}

/** Inputs, outputs and everything between. */
export interface LayerGraph {
  readonly inputs: NonEmpty<SymbolicTensor>;
  readonly outputs: NonEmpty<SymbolicTensor>;
  /** In topological order. */
  readonly nodes: readonly Node[];
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
  const known = new Set<SymbolicTensor>(inputs);
  const nodes: Node[] = [];
  const visit = (tensor: SymbolicTensor): void => {
    if (known.has(tensor)) return;
    known.add(tensor);
    if (tensor?.shape === undefined) throw notASymbolicTensor(where, tensor);
    if (tensor.source === undefined) throw unreachableInput(where, tensor.name);
    for (const read of tensor.source.inputs) visit(read);
    nodes.push({ call: tensor.source, output: tensor });
  };
  for (const output of outputs) visit(output);
  const layers = [...new Set(nodes.map((node) => node.call.layer))];
  nameUniquely(where, layers);
  return { inputs, outputs, nodes, layers };
}

/** Builds every layer, each with a key of its own. */
export function buildGraph(graph: LayerGraph, contextOf: (layer: Layer) => BuildContext): void {
  for (const { call } of graph.nodes) {
    if (call.layer.isBuilt) continue;
    call.layer.ensureBuilt(shapesOf(call.inputs), contextOf(call.layer));
  }
}

/** Shape of the first output for given input shapes. */
export function graphOutputShape(graph: LayerGraph, inputShapes: ShapeList): PartialShape {
  const shapes = new Map<SymbolicTensor, PartialShape>(
    graph.inputs.map((input, index) => [input, inputShapes[index] ?? input.shape]),
  );
  const shapeOf = (tensor: SymbolicTensor): PartialShape => shapes.get(tensor) ?? tensor.shape;
  for (const { call, output } of graph.nodes) {
    shapes.set(output, call.layer.computeOutputShape(asNonEmpty(call.inputs.map(shapeOf))));
  }
  return shapeOf(graph.outputs[0]);
}

/** Computes the outputs. Runs inside the scope of the model's call. */
export function runGraph(graph: LayerGraph, inputs: TensorList, context: CallContext): TensorList {
  const values = new Map<SymbolicTensor, Tensor>();
  graph.inputs.forEach((input, index) => void values.set(input, inputs[index] as Tensor));
  const valueOf = (tensor: SymbolicTensor): Tensor => values.get(tensor) as Tensor;
  for (const { call, output } of graph.nodes) {
    const [result] = toList(call.layer.run(asNonEmpty(call.inputs.map(valueOf)), context));
    values.set(output, result as Tensor);
  }
  return asNonEmpty(graph.outputs.map(valueOf));
}

/** The layers that read an input of the model directly. */
export function readersOf(graph: LayerGraph, input: SymbolicTensor): Layer[] {
  return graph.nodes.filter((node) => node.call.inputs.includes(input)).map((node) => node.call.layer);
}

function shapesOf(tensors: NonEmpty<SymbolicTensor>): ShapeList {
  return asNonEmpty(tensors.map((tensor) => tensor.shape));
}

/** dense, dense_1, dense_2 …: Keras's numbering, but within the model, so that names do not depend on history. */
function nameUniquely(where: string, layers: readonly Layer[]): void {
  const taken = new Set<string>();
  for (const layer of layers.filter((candidate) => candidate.hasOwnName)) {
    if (taken.has(layer.name)) throw duplicateName(where, layer.name);
    taken.add(layer.name);
  }
  for (const layer of layers.filter((candidate) => !candidate.hasOwnName)) {
    const base = layer.name;
    let name = base;
    for (let number = 1; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    layer.rename(name);
  }
}
