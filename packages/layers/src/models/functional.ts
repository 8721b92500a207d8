/** Models drawn as graphs of layers. */
import type { PartialShape } from '@isograd/core';
import type { CallContext, Layer } from '../layer.js';
import { onlyOutput } from '../messages.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from '../tensor-list.js';
import type { InputSpec } from '../training/examples.js';
import type { CompiledOutput } from '../training/objective.js';
import { buildGraph, graphOutputShape, type LayerGraph, layerGraph, readersOf, runGraph } from './layer-graph.js';
import { Model, type ModelOptions } from './model.js';
import type { SummaryRow } from './summary.js';

/** A model whose computation is a graph of layers: what functional and sequential models share. */
export abstract class GraphModel extends Model {
  /** The graph, once it is known. */
  protected abstract get graph(): LayerGraph;

  override get sublayers(): readonly Layer[] {
    return this.graph.layers;
  }

  /** Layers in the order of their first use. */
  get layers(): readonly Layer[] {
    return this.graph.layers;
  }

  override get inputSpecs(): readonly InputSpec[] {
    const { graph } = this;
    return graph.inputs.map((given) => ({
      name: given.name,
      shape: given.shape,
      dtype: given.dtype,
      readers: readersOf(graph, given),
    }));
  }

  override get outputSpecs(): readonly CompiledOutput[] {
    return this.graph.outputs.map(({ name, shape }) => ({ name, shape }));
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    if (this.graph.outputs.length > 1) throw onlyOutput(this.label, this.graph.outputs.length);
    return graphOutputShape(this.graph, inputShapes);
  }

  override build(): void {
    buildGraph(this.graph, (layer) => this.contextOf(layer));
  }

  override call(inputs: TensorList, context: CallContext): TensorList {
    return runGraph(this.graph, inputs, context);
  }

  protected override summaryRows(): readonly SummaryRow[] {
    const { inputs, nodes } = this.graph;
    const counted = new Set<Layer>();
    return [
      ...inputs.map(({ name, shape }) => ({ layer: `${name} (input)`, outputShape: shape, params: 0 })),
      ...nodes.map(({ call: { layer }, output }) => {
        const params = counted.has(layer) ? 0 : layer.countParams();
        counted.add(layer);
        return { layer: `${layer.name} (${layer.className})`, outputShape: output.shape, params };
      }),
    ];
  }
}

/** Options of `model`. */
export interface FunctionalOptions extends ModelOptions {
  /** What `input()` returned, one or a list. */
  readonly inputs: SymbolicTensor | readonly SymbolicTensor[];
  /** What `apply()` returned, one or a list. */
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
}

/** The model behind `model`. */
export class Functional extends GraphModel {
  readonly className: string = 'Functional';
  protected readonly graph: LayerGraph;

  constructor(options: FunctionalOptions) {
    super(options);
    this.graph = layerGraph(this.label, asNonEmpty(toList(options.inputs)), asNonEmpty(toList(options.outputs)));
  }
}

/**
 * A model from inputs and outputs, with everything between; layers may be shared and outputs several.
 *
 * @throws {ValueError} GRAPH_INPUT, NOT_SYMBOLIC, NAME_TWICE
 * @example
 * import { dense, input, model } from '@isograd/layers';
 * const x = input({ shape: [4] });
 * const hidden = dense({ units: 8, activation: 'relu' }).apply(x);
 * const classifier = model({ inputs: x, outputs: dense({ units: 3, activation: 'softmax' }).apply(hidden), seed: 0 });
 */
export function model(options: FunctionalOptions): Functional {
  return new Functional(options);
}
