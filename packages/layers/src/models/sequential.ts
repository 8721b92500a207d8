/** Models that are a chain of layers. */
import type { DType, NdArray, PartialShape } from '@isograd/core';
import { withErrorPath } from '../error-path.js';
import { Layer, type LayerConfig } from '../layer.js';
import { notALayer } from '../messages.js';
import { emptyModel, modelIsFixed, noInputShape } from './model-messages.js';
import { onlyInput } from '../only-input.js';
import { serializeLayer } from '../serialization/layer-reader.js';
import { input, type SymbolicTensor } from '../symbolic-tensor.js';
import type { ShapeList } from '../tensor-list.js';
import { nameUniquely } from '../unique-names.js';
import { GraphModel } from './functional.js';
import { type LayerGraph, layerGraph } from './layer-graph.js';
import type { ModelOptions } from './model.js';

/** Options of `sequential`. */
export interface SequentialOptions extends ModelOptions {
  /** From input to output; the first has an `inputShape`, or the shape comes from the data. Default: none yet. */
  readonly layers?: readonly Layer[];
}

/** The model behind `sequential`. */
export class Sequential extends GraphModel {
  readonly className: string = 'Sequential';
  readonly #chain: Layer[];
  #exampleShape: PartialShape | undefined;
  #graph: LayerGraph | undefined;

  constructor(options: SequentialOptions = {}) {
    super(options);
    this.#chain = checkedLayers(this.label, options.layers ?? []);
    this.#nameLayers();
    this.#exampleShape = options.inputShape ?? this.#chain[0]?.inputShape;
    if (this.hasKnownInputs) void this.graph;
  }

  /**
   * Appends a layer.
   *
   * @throws {StateError} MODEL_FIXED once the model was built @throws {ShapeError} when it does not fit
   */
  add(layer: Layer): void {
    if (this.isBuilt) throw modelIsFixed(this.label);
    this.#chain.push(...checkedLayers(this.label, [layer]));
    this.#nameLayers();
    this.#exampleShape ??= layer.inputShape;
    this.#graph = undefined;
    if (this.hasKnownInputs) void this.graph;
  }

  override get hasKnownInputs(): boolean {
    return this.#exampleShape !== undefined && this.#chain.length > 0;
  }

  override get layers(): readonly Layer[] {
    return this.#chain;
  }

  override get sublayers(): readonly Layer[] {
    return this.#chain;
  }

  override getConfig(): LayerConfig {
    const inputShape = this.#exampleShape;
    const shape = inputShape === undefined ? {} : { inputShape };
    return { ...super.getConfig(), ...shape, layers: this.#chain.map(serializeLayer) };
  }

  override get inputDType(): DType {
    return this.#chain[0]?.inputDType ?? 'float32';
  }

  override get outputDType(): DType {
    return this.#chain.at(-1)?.outputDType ?? 'float32';
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    this.#drawFor(onlyInput(this.label, inputShapes));
    return super.computeOutputShape(inputShapes);
  }

  override build(inputShapes: ShapeList): void {
    this.#drawFor(onlyInput(this.label, inputShapes));
    super.build();
  }

  protected override inferInputs([x]: readonly NdArray[]): void {
    if (x !== undefined) this.#drawFor(x.shape);
  }

  protected override get graph(): LayerGraph {
    if (this.#exampleShape === undefined)
      throw this.#chain.length === 0 ? emptyModel(this.label) : noInputShape(this.label);
    return (this.#graph ??= this.#draw(this.#exampleShape));
  }

  /** Learns the shape of an example, unless it is known; a shape that the layers refuse is forgotten. */
  #drawFor([, ...example]: PartialShape): void {
    if (this.#exampleShape !== undefined) return;
    this.#graph = this.#draw(example);
    this.#exampleShape = example;
  }

  #nameLayers(): void {
    nameUniquely(this.label, [...new Set(this.#chain)]);
  }

  #draw(exampleShape: PartialShape): LayerGraph {
    const [first] = this.#chain;
    if (first === undefined) throw emptyModel(this.label);
    const start = input({ shape: exampleShape, dtype: first.inputDType });
    const end = withErrorPath(this.label, () =>
      this.#chain.reduce<SymbolicTensor>((tensor, layer) => layer.apply(tensor), start),
    );
    return layerGraph(this.label, [start], [end]);
  }
}

function checkedLayers(where: string, layers: readonly unknown[]): Layer[] {
  if (!Array.isArray(layers)) throw notALayer(where, layers);
  return layers.map((layer: unknown) => {
    if (layer instanceof Layer) return layer;
    throw notALayer(where, layer);
  });
}

/**
 * A chain of layers.
 *
 * @throws {ShapeError} when a layer does not fit the one before
 * @example
 * import { dense, sequential } from '@isograd/layers';
 * const classifier = sequential({
 *   layers: [dense({ units: 16, activation: 'relu', inputShape: [4] }), dense({ units: 3, activation: 'softmax' })],
 *   seed: 0,
 * });
 */
export function sequential(options: SequentialOptions = {}): Sequential {
  return new Sequential(options);
}
