/** The graph of a functional model of tfjs-layers, and the same graph as ours are written. */
import type { PartialShape } from '@isograd/core';
import { badGraphConfig } from '../serialization/config-messages.js';
import type { GraphConfig } from '../serialization/graph-config.js';
import type { SerializedLayer } from '../serialization/layer-reader.js';
import { isJsonObject, type JsonObject } from './json-object.js';

/** A layer of the graph with its calls, which tfjs-layers names by layer and number. */
interface GraphLayer {
  readonly calls: readonly GraphCall[];
  /** Number of its first call: a model within the graph was called once before, when it was drawn itself. */
  readonly firstCall: number;
}

interface GraphCall {
  readonly layer: SerializedLayer;
  /** [layer, call, output] for each input, as the file has them. */
  readonly reads: readonly unknown[];
  /** Whether it waits for what it reads. */
  isOpen: boolean;
  /** Its place among inputs and calls, once all that it reads has one. */
  number: number | undefined;
}

/** An output of an input of the model, or of a call. */
type Source = { readonly number: number } | GraphCall;

/**
 * Brings the calls into an order in which they can be computed.
 *
 * @param where - The model, for messages.
 * @param config - As tfjs-layers writes it: layers, input_layers, output_layers.
 * @param translate - The JSON form of a layer of its, as ours is.
 * @throws {ValueError} CONFIG_GRAPH also for a circle, a layer or call that does not exist, and a name twice
 */
export function translateGraph(
  where: string,
  config: JsonObject,
  translate: (layer: unknown) => SerializedLayer,
): GraphConfig {
  const inputLayers = new Map<string, JsonObject>();
  const layers = readLayers(where, config, translate, inputLayers);
  const inputNames = references(where, config, 'input_layers').map(([name]) => name);
  const places = new Map(inputNames.map((name, place) => [name, place]));
  const sourceOf = (reference: unknown): Source => {
    const [name, node] = referenceOf(where, reference);
    const place = places.get(name);
    const layer = layers.get(name);
    if (place !== undefined && node === 0 && inputLayers.has(name)) return { number: place };
    const call = layer?.calls[node - layer.firstCall];
    if (call !== undefined) return call;
    throw badGraphConfig(
      where,
      'a layer or call',
      reference,
      'an input of the model, or a call of a layer in `layers`',
    );
  };
  const outputs = references(where, config, 'output_layers');
  const calls = inOrder(where, outputs.map(sourceOf).filter(isCall), sourceOf, inputNames.length);
  const used = [...new Set(calls.map(({ layer }) => layer))];
  const placeOf = new Map(used.map((layer, place) => [layer, place]));
  const readIds = new Set(
    calls
      .filter(({ layer }) => readsNumbers(layer))
      .flatMap(({ reads }) => reads.map(sourceOf))
      .filter((source) => !isCall(source))
      .map(({ number }) => number),
  );
  const numberOf = (reference: unknown): readonly [number, number] => {
    const [, , output] = referenceOf(where, reference);
    return [sourceOf(reference).number ?? 0, output];
  };
  return {
    inputs: inputNames.map((name, place) => readInput(where, name, inputLayers.get(name), readIds.has(place))),
    layers: used,
    calls: calls.map(({ layer, reads }) => ({ layer: placeOf.get(layer) ?? 0, inputs: reads.map(numberOf) })),
    outputs: outputs.map(numberOf),
  };
}

/** Whether a layer takes numbers of rows, which tfjs-layers takes as float32 too. */
function readsNumbers(layer: unknown): boolean {
  const { className, config } = isJsonObject(layer) ? layer : {};
  if (!isJsonObject(config)) return false;
  const { layers, inputs } = config;
  if (className === 'Sequential') return Array.isArray(layers) && readsNumbers(layers[0]);
  if (className === 'Functional')
    return Array.isArray(inputs) && isJsonObject(inputs[0]) && inputs[0]['dtype'] === 'int32';
  return className === 'Embedding' || (className === 'TimeDistributed' && readsNumbers(config['layer']));
}

/** Shape of one example, from that of a batch. */
export function exampleShape(where: string, config: JsonObject): PartialShape | undefined {
  const shape = config['batch_input_shape'] ?? config['batch_shape'];
  if (shape === undefined || shape === null) return undefined;
  if (Array.isArray(shape) && shape.length > 0) return shape.slice(1) as PartialShape; // whoever takes it checks sizes
  throw badGraphConfig(where, '`batch_input_shape`', shape, 'a list of sizes, that of the batch first');
}

function readLayers(
  where: string,
  config: JsonObject,
  translate: (layer: unknown) => SerializedLayer,
  inputLayers: Map<string, JsonObject>,
): ReadonlyMap<string, GraphLayer> {
  const layers = new Map<string, GraphLayer>();
  for (const given of listOf(where, config, 'layers')) {
    const { name, class_name: className, config: own, inbound_nodes: nodes } = isJsonObject(given) ? given : {};
    if (typeof name !== 'string' || layers.has(name) || inputLayers.has(name)) {
      throw badGraphConfig(where, 'a name of a layer', name, 'a name, each once');
    }
    if (className === 'InputLayer') {
      inputLayers.set(name, isJsonObject(own) ? own : {});
      continue;
    }
    if (!Array.isArray(nodes)) throw badGraphConfig(where, '`inbound_nodes`', nodes, 'a list of calls');
    const layer = translate(given);
    const calls = nodes.map((reads: unknown) => {
      if (!Array.isArray(reads) || reads.length === 0) {
        throw badGraphConfig(where, 'an entry of `inbound_nodes`', reads, 'a list of what is read');
      }
      return { layer, reads: reads as readonly unknown[], isOpen: false, number: undefined };
    });
    const isModel = layer.className === 'Functional' || layer.className === 'Sequential';
    layers.set(name, { calls, firstCall: isModel ? 1 : 0 });
  }
  return layers;
}

/** Numbers what the outputs need, from `first` on; looks at each call and each thing read once. */
function inOrder(
  where: string,
  outputs: readonly GraphCall[],
  sourceOf: (reference: unknown) => Source,
  first: number,
): readonly GraphCall[] {
  const ordered: GraphCall[] = [];
  const pending = outputs.toReversed();
  for (let call = pending.at(-1); call !== undefined; call = pending.at(-1)) {
    if (call.number !== undefined) {
      pending.pop();
      continue;
    }
    const missing = call.reads
      .map(sourceOf)
      .filter(isCall)
      .filter(({ number }) => number === undefined);
    if (missing.length === 0) {
      call.number = first + ordered.length;
      ordered.push(call);
    } else if (call.isOpen) {
      throw badGraphConfig(
        where,
        'a circle of calls',
        call.layer.className,
        'calls that can be computed in some order',
      );
    } else {
      call.isOpen = true;
      pending.push(...missing.toReversed());
    }
  }
  return ordered;
}

function isCall(source: Source): source is GraphCall {
  return 'reads' in source;
}

function readInput(
  where: string,
  name: string,
  config: JsonObject | undefined,
  readsIds: boolean,
): GraphConfig['inputs'][number] {
  const shape = config && exampleShape(where, config);
  if (config === undefined || shape === undefined) {
    throw badGraphConfig(where, 'an input', name, 'the name of an InputLayer with `batch_input_shape`');
  }
  const { dtype } = config;
  const known = dtype === 'int32' || dtype === 'bool' ? dtype : 'float32';
  return { name, shape, dtype: readsIds ? 'int32' : known };
}

type Reference = readonly [name: string, call: number, output: number];

function referenceOf(where: string, reference: unknown): Reference {
  const [name, call, output] = Array.isArray(reference) ? (reference as readonly unknown[]) : [];
  if (typeof name === 'string' && Number.isInteger(call) && Number.isInteger(output)) {
    return [name, call as number, output as number];
  }
  throw badGraphConfig(
    where,
    'a reference',
    reference,
    'a list of a layer, the number of its call and that of its output',
  );
}

/** Several references, or one. */
function references(where: string, config: JsonObject, key: string): readonly Reference[] {
  const list = listOf(where, config, key);
  return (typeof list[0] === 'string' ? [list] : list).map((reference) => referenceOf(where, reference));
}

function listOf(where: string, config: JsonObject, key: string): readonly unknown[] {
  const list = config[key];
  if (Array.isArray(list) && list.length > 0) return list as readonly unknown[];
  throw badGraphConfig(where, `\`${key}\``, list, 'a list that is not empty');
}
