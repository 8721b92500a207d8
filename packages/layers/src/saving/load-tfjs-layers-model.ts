/** From the files of tfjs-layers to a model. */
import type { Layer } from '../layer.js';
import { TimeDistributed } from '../layers/recurrent/time-distributed.js';
import { Model } from '../models/model.js';
import { camelCase } from '../named-option.js';
import { layerReader, type LayerTable } from '../serialization/layer-reader.js';
import { layerTable } from '../serialization/layer-table.js';
import { weightEntries } from '../weight-names.js';
import type { Weight } from '../weight.js';
import { notAModelClass, weightTotal } from './model-messages.js';
import type { ModelLocation } from './resolve-storage.js';
import { assignVariables, type NamedVariables } from './saved-tensors.js';
import { readTfjsModel, type TfjsModel } from './tfjs-files.js';
import { translateLayer } from './tfjs-layer-config.js';

/** Options of `loadTfjsLayersModel`. */
export interface LoadTfjsLayersModelOptions {
  /**
   * Readers of classes of your own, by name, before those of this package. A reader gets the options in camelCase.
   * Default: none.
   */
  readonly customLayers?: LayerTable;
}

/** Elements that a model may have beside those in the file: random keys, and the states of recurrent layers. */
const maxOwnElements = 2 ** 20;

/**
 * Loads a model that tfjs-layers saved, or that Keras's converter made for it: `model.json` and its files of weights;
 * needs a backend in use.
 *
 * The model computes what it did there, where the same name means something else here too: the gates of LSTM and GRU
 * stay `hardSigmoidKeras2`, and GRU has `resetAfter: false`. Compile it to train on: what it was compiled with, and
 * the state of its optimizer, are not taken over. Models with channels first are refused.
 *
 * Nothing in the files is run, and files of weights are only looked for beside model.json, by plain names. A load that
 * fails leaves nothing behind, and a damaged graph ends in an error (tfjs-layers never ends on some).
 *
 * @param location - As for `loadModel`, but for archives: a folder, or its model.json; an address; chosen files.
 * @returns The caller's: dispose it.
 * @throws {BackendError} BACKEND_NONE @throws {UnsupportedError} STORAGE_SCHEME, CONFIG_CLASS, NAME_UNKNOWN, DATA_FORMAT
 * @throws {IoError} TFJS_FORMAT, TFJS_MANIFEST, TFJS_SIZE, MODEL_FILE_MISSING, MODEL_CLASS, WEIGHT_TOTAL,
 * WEIGHT_MISSING, WEIGHT_EXTRA, WEIGHT_SHAPE, STORAGE_…
 * @throws {ValueError} CONFIG_GRAPH, LAYER_OPTION and whatever else a layer says about its options
 * @example
 * import { loadTfjsLayersModel } from '@isograd/layers';
 * const open = () => loadTfjsLayersModel('https://example.com/digits/model.json');
 */
export async function loadTfjsLayersModel(
  location: ModelLocation,
  options: LoadTfjsLayersModelOptions = {},
): Promise<Model> {
  const { where, topology, weights } = await readTfjsModel(location);
  const read = layerReader(where, { ...layerTable, ...options.customLayers });
  const model = read(translateLayer(where, topology));
  if (!(model instanceof Model)) throw notAModelClass(where, model.className);
  try {
    model.initialize({ takeElements: atMost(where, weights) });
    assignVariables(`${where}, weights`, storedVariables(model, [...weights.keys()]), weights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Refuses to make many more elements than the files hold: a config of a few bytes may ask for terabytes. */
function atMost(where: string, weights: TfjsModel['weights']): (count: number) => void {
  const held = [...weights.values()].reduce((sum, { size }) => sum + size, 0);
  let needed = 0;
  return (count) => {
    needed += count;
    if (needed > held + maxOwnElements) throw weightTotal(`${where}, weights`, held, needed);
  };
}

/**
 * The weights that a file holds, under its names.
 *
 * A name there begins with the layer and ends with the weight, `bidirectional/forward_lstm/kernel`; between them stand
 * names that a version of tfjs-layers chose. Weights of one layer that end alike come in the same order as here.
 */
function storedVariables(model: Model, names: readonly string[]): NamedVariables {
  const layers = [...new Set(layersWithWeights(model))];
  const byLayer = namesByLayer(new Set(layers.map(({ name }) => name)), names);
  return layers.flatMap((layer) => {
    const left = [...(byLayer.get(layer.name) ?? [])];
    const isNamed = new Set(weightEntries(layer).map(([, { name }]) => name));
    return weightEntries(layer)
      .filter(([, weight]) => isStored(weight))
      .map(([path, { name, variable }]) => {
        const place = left.findIndex((candidate) => weightName(candidate, isNamed) === name);
        const [found = `${layer.name}/${path}`] = place < 0 ? [] : left.splice(place, 1);
        return [found, variable] as const;
      });
  });
}

/** Layers inside models, at any depth. */
function layersWithWeights(model: Model): Layer[] {
  return model.layers.flatMap((layer) => {
    const inside = layer instanceof TimeDistributed ? layer.layer : layer;
    return inside instanceof Model ? layersWithWeights(inside) : [layer];
  });
}

/** Names by the layer that they begin with; models that hold it may stand before it, and names may have a `/`. */
function namesByLayer(layers: ReadonlySet<string>, names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const parts = name.split('/').slice(0, maxParts);
    const starts = parts.flatMap((_, from) => parts.slice(from, -1).map((__, to) => [from, from + to + 1] as const));
    const layer = starts.map(([from, to]) => parts.slice(from, to).join('/')).find((part) => layers.has(part));
    if (layer === undefined) continue;
    const ofLayer = found.get(layer) ?? [];
    ofLayer.push(name);
    found.set(layer, ofLayer);
  }
  return found;
}

/** Deepest name that is looked at. */
const maxParts = 16;

/** Our name of a weight; Keras 3 calls the kernel of a depthwise convolution `kernel` alone. */
function weightName(name: string, isNamed: ReadonlySet<string>): string {
  const last = camelCase(name.slice(name.lastIndexOf('/') + 1));
  return last === 'depthwiseKernel' && !isNamed.has(last) ? 'kernel' : last;
}

/** Random keys and the states of stateful layers are no weights there. */
function isStored({ name, isTrainable }: Weight): boolean {
  return isTrainable || !/^(seedGeneratorState|state\d+)$/.test(name);
}
