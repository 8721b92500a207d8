/** The graph of a functional model as plain JSON, and back. */
import type { DType, PartialShape } from '@isograd/core';
import type { Layer, LayerConfig } from '../layer.js';
import { badGraphConfig } from './config-messages.js';
import type { LayerGraph } from '../models/layer-graph.js';
import { applySymbolically, input, type InputOptions, type SymbolicTensor } from '../symbolic-tensor.js';
import { asNonEmpty, type NonEmpty } from '../tensor-list.js';
import { type ReadLayer, type SerializedLayer, serializeLayer } from './layer-reader.js';

/**
 * A tensor: the number of what makes it, and which of its outputs it is. The inputs of the model are numbered first, then
 * the calls; a call reads only what has a lower number than itself, so that a graph has no circles.
 */
type TensorNumber = readonly [source: number, output: number];

/** A graph as plain JSON. */
export interface GraphConfig {
  readonly inputs: readonly { readonly name: string; readonly shape: PartialShape; readonly dtype: DType }[];
  /** Each layer once. */
  readonly layers: readonly SerializedLayer[];
  /** Which layer reads what, in an order in which it can be computed. */
  readonly calls: readonly { readonly layer: number; readonly inputs: readonly TensorNumber[] }[];
  readonly outputs: readonly TensorNumber[];
}

/** Writes a graph down. */
export function graphConfig({ inputs, outputs, calls, layers }: LayerGraph): GraphConfig {
  const numberOf = (tensor: SymbolicTensor): TensorNumber => {
    const place = inputs.indexOf(tensor);
    if (place >= 0 || tensor.source === undefined) return [place, 0];
    return [inputs.length + calls.indexOf(tensor.source), tensor.outputIndex];
  };
  return {
    inputs: inputs.map(({ name, shape, dtype }) => ({ name, shape: shape.slice(1), dtype })),
    layers: layers.map(serializeLayer),
    calls: calls.map((call) => ({ layer: layers.indexOf(call.layer), inputs: call.inputs.map(numberOf) })),
    outputs: outputs.map(numberOf),
  };
}

/**
 * Draws a graph from JSON that somebody may have tampered with.
 *
 * @param where - Who reads, for messages.
 * @throws {ValueError} CONFIG_GRAPH, and what the layers throw
 */
export function readGraph(
  where: string,
  config: LayerConfig,
  readLayer: ReadLayer,
): { readonly inputs: NonEmpty<SymbolicTensor>; readonly outputs: NonEmpty<SymbolicTensor> } {
  const inputs = listOf(where, config, 'inputs').map((given) => readInput(objectOf(where, 'inputs', given)));
  const layers: readonly Layer[] = listOf(where, config, 'layers').map((serialized) => readLayer(serialized));
  const made: (readonly SymbolicTensor[])[] = inputs.map((tensor) => [tensor]);
  const tensorOf = (number: unknown): SymbolicTensor => {
    const [source, output] = Array.isArray(number) ? (number as readonly unknown[]) : [];
    const found = elementOf(elementOf(made, source) ?? [], output);
    if (found === undefined)
      throw badGraphConfig(where, 'a tensor', number, 'the output of an input or of an earlier call');
    return found;
  };
  for (const given of listOf(where, config, 'calls')) {
    const call = objectOf(where, 'calls', given);
    const layer = elementOf(layers, call['layer']);
    if (layer === undefined) throw badGraphConfig(where, 'a layer', call['layer'], 'the number of a layer in `layers`');
    const read = listOf(where, call, 'inputs').map(tensorOf);
    made.push(applySymbolically(layer, asNonEmpty(read)));
  }
  return { inputs: asNonEmpty(inputs), outputs: asNonEmpty(listOf(where, config, 'outputs').map(tensorOf)) };
}

/** `input` checks its options itself. */
function readInput({ name, shape, dtype }: LayerConfig): SymbolicTensor {
  if (!Array.isArray(shape)) throw badGraphConfig('input', '`shape`', shape, 'a list of sizes');
  return input({ name, shape, dtype } as InputOptions);
}

/** The element of a number, where it is one: a list has other properties too. */
function elementOf<T>(list: readonly T[], index: unknown): T | undefined {
  return Number.isInteger(index) ? list[index as number] : undefined;
}

/** A list of at least one element. */
function listOf(where: string, config: LayerConfig, name: string): readonly unknown[] {
  const list = config[name];
  if (Array.isArray(list) && list.length > 0) return list as readonly unknown[];
  throw badGraphConfig(where, `\`${name}\``, list, 'a list that is not empty');
}

function objectOf(where: string, name: string, value: unknown): LayerConfig {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as LayerConfig;
  throw badGraphConfig(where, `an entry of \`${name}\``, value, 'an object');
}
