/** Models drawn as graphs of layers. */
import type { DType, PartialShape } from '@isograd/core';
import type { CallContext } from '../call-context.js';
import type { Layer, LayerConfig } from '../layer.js';
import { wrongInputCount } from '../messages.js';
import { graphConfig } from '../serialization/graph-config.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { asNonEmpty, type ShapeList, type TensorList, toList, toShapeList } from '../tensor-list.js';
import { numberedNames } from '../unique-names.js';
import type { InputSpec } from '../training/examples.js';
import type { CompiledOutput } from '../training/objective.js';
import { buildGraph, graphOutputShapes, type LayerGraph, layerGraph, readersOf, runGraph } from './layer-graph.js';
import { Model, type ModelOptions } from './model.js';
import type { SummaryRow } from './summary.js';

/** A model whose computation is a graph of layers: what functional and sequential models share. */
export abstract class GraphModel extends Model {
  /** The graph, once it is known. */
  protected abstract get graph(): LayerGraph;

  override get sublayers(): readonly Layer[] {
    return this.graph.layers;
  }

  override get layers(): readonly Layer[] {
    return this.graph.layers;
  }

  override get inputSpecs(): readonly InputSpec[] {
    const { graph } = this;
    const names = numberedNames(graph.inputs.map(({ name }) => name));
    return graph.inputs.map((given, index) => ({
      name: names[index] as string,
      shape: given.shape,
      dtype: given.dtype,
      readers: readersOf(graph, given),
    }));
  }

  override get outputSpecs(): readonly CompiledOutput[] {
    const { outputs } = this.graph;
    const names = numberedNames(outputs.map(({ name }) => name));
    return outputs.map(({ shape }, index) => ({
      name: names[index] as string,
      shape: [null, ...shape.slice(1)], // stateful layers fix the size of a batch, not that of the data
    }));
  }

  override get hasKnownInputs(): boolean {
    return true;
  }

  override get hasKnownOutputs(): boolean {
    return this.hasKnownInputs;
  }

  override get inputDType(): DType {
    return this.graph.inputs[0].dtype;
  }

  override get outputDType(): DType {
    return this.graph.outputs[0].dtype;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    if (inputShapes.length !== this.graph.inputs.length) {
      throw wrongInputCount(this.label, inputShapes.length, this.graph.inputs.length);
    }
    const shapes = graphOutputShapes(this.graph, inputShapes);
    return shapes.length === 1 ? shapes[0] : shapes;
  }

  override build(_inputShapes?: ShapeList): void {
    buildGraph(this.graph, (layer) => this.contextOf(layer));
  }

  override call(inputs: TensorList, context: CallContext): TensorList {
    return runGraph(this.graph, inputs, context);
  }

  override summaryRows(): readonly SummaryRow[] {
    const { inputs, calls } = this.graph;
    const { inputSpecs } = this;
    const counted = new Set<Layer>();
    return [
      ...inputs.map(({ shape }, index) => ({
        layer: inputSpecs[index]?.name ?? '',
        className: 'Input',
        outputShapes: [shape],
        params: 0,
        isTrainable: false,
      })),
      ...calls.map(({ layer, inputs: given }) => {
        const params = counted.has(layer) ? 0 : layer.countParams();
        counted.add(layer);
        const outputShapes = toShapeList(layer.computeOutputShape(asNonEmpty(given.map(({ shape }) => shape))));
        return { layer: layer.name, className: layer.className, outputShapes, params, isTrainable: layer.trainable };
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

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...graphConfig(this.graph) };
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
