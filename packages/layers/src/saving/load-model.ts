/** From files to a model. */
import { treeEntries } from '@isograd/core';
import type { Variable } from '@tensorflow/tfjs-core';
import { Model } from '../models/model.js';
import { layerReader, type LayerTable } from '../serialization/layer-reader.js';
import { layerTable } from '../serialization/layer-table.js';
import { compileOptionsFrom } from '../training/compile-config.js';
import type { CompileOptions } from '../training/objective.js';
import { decodeModel, type ModelContents } from './model-file.js';
import { notAModelClass, weightsOnly, weightTotal } from './model-messages.js';
import { storageName } from './model-storage.js';
import { type ModelLocation, resolveStorage } from './resolve-storage.js';
import { variablesOf } from './save-model.js';
import { assignVariables } from './saved-tensors.js';

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /** Readers of classes of your own, by name, before those of this package: a file makes no others. */
  readonly customLayers?: LayerTable;
  /**
   * What to compile with, in place of what was saved; `null` for nothing. The state of the optimizer comes back if it
   * is that of the same optimizer. Default: what was saved.
   */
  readonly compile?: CompileOptions | null;
}

/**
 * Loads a model that `save` wrote; needs a backend in use.
 *
 * Nothing in the files is run, and no path or address in them is opened: classes are looked up in a table, and every
 * option is checked. A load that fails leaves nothing behind.
 *
 * @param location - What `save` takes, or an `https://` address of its folder or .zip.
 * @returns The caller's: dispose it.
 * @throws {BackendError} BACKEND_NONE @throws {UnsupportedError} STORAGE_SCHEME, STORAGE_WRITE_ONLY, CONFIG_CLASS, NAME_UNKNOWN
 * @throws {IoError} MODEL_NOT_FOUND, MODEL_FORMAT, MODEL_VERSION, MODEL_CONFIG, MODEL_CHECKSUM, MODEL_CLASS,
 * MODEL_FILE_MISSING, MODEL_WEIGHTS_ONLY, MODEL_ARCHIVE, WEIGHT_TOTAL, WEIGHT_MISSING, WEIGHT_EXTRA, WEIGHT_SHAPE, SAFETENSORS_…,
 * STORAGE_…
 * @throws {ValueError} CONFIG_GRAPH, LAYER_OPTION and whatever else a layer says about its options
 * @example
 * import { loadModel } from '@isograd/layers';
 * const open = () => loadModel('model'); // a folder, in Node
 */
export async function loadModel(location: ModelLocation, options: LoadModelOptions = {}): Promise<Model> {
  const storage = resolveStorage(location);
  const where = storageName(storage);
  const contents = decodeModel(where, await storage.read());
  const model = modelFrom(where, contents, options.customLayers ?? {});
  try {
    const { compile } = options;
    const saved = contents.compile && (() => compileOptionsFrom(`${where}, compile`, contents.compile ?? {}));
    const chosen = compile === undefined ? saved?.() : compile;
    model.initialize({ takeElements: atMost(where, contents.weights) });
    assignVariables(`${where}, weights`, variablesOf(model), contents.weights);
    if (chosen === undefined || chosen === null) return model;
    model.compile(chosen);
    if (contents.optimizer !== undefined) {
      const state = treeEntries<Variable>(model.ensureOptimizerState());
      assignVariables(`${where}, optimizer`, state, contents.optimizer);
    }
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Refuses to make more elements than the file holds: a config of a few bytes may ask for terabytes. */
function atMost(where: string, weights: ModelContents['weights']): (count: number) => void {
  const held = [...weights.values()].reduce((sum, { size }) => sum + size, 0);
  let needed = 0;
  return (count) => {
    needed += count;
    if (needed > held) throw weightTotal(`${where}, weights`, held, needed);
  };
}

function modelFrom(where: string, { model }: ModelContents, customLayers: LayerTable): Model {
  if (model === undefined) throw weightsOnly(where);
  const layer = layerReader(where, { ...layerTable, ...customLayers })(model);
  if (!(layer instanceof Model)) throw notAModelClass(where, layer.className);
  return layer;
}
