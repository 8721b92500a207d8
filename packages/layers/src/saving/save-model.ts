/** From a model to its files. */
import { IsogradError, treeEntries, warnOnce } from '@isograd/core';
import type { Variable } from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import type { Model } from '../models/model.js';
import { serializeLayer } from '../serialization/layer-reader.js';
import { compileConfig } from '../training/compile-config.js';
import { weightEntries } from '../weight-names.js';
import type { JsonObject } from './json-object.js';
import { encodeModel } from './model-file.js';
import { type ModelLocation, resolveStorage } from './resolve-storage.js';
import { type NamedVariables, readVariables } from './saved-tensors.js';

/** Options of `save`. */
export interface SaveOptions {
  /** Whether the state of the optimizer is saved, to train on; it is as large as the weights, or twice. Default: true. */
  readonly includeOptimizer?: boolean;
}

/** Saves a model that has weights. */
export async function saveModel(
  model: Model,
  location: ModelLocation,
  { includeOptimizer = true }: SaveOptions,
): Promise<void> {
  const storage = resolveStorage(location);
  const state = includeOptimizer ? model.optimizerState : undefined;
  const [weights, optimizer] = await Promise.all([
    readVariables(variablesOf(model)),
    state === undefined ? undefined : readVariables(treeEntries<Variable>(state)),
  ]);
  await storage.write(encodeModel({ model: serializeLayer(model), compile: compileEntry(model), weights, optimizer }));
}

/** Saves the weights of a model that has some. */
export async function saveWeights(model: Model, location: ModelLocation): Promise<void> {
  const storage = resolveStorage(location);
  const weights = await readVariables(variablesOf(model));
  await storage.write(encodeModel({ model: undefined, compile: undefined, weights, optimizer: undefined }));
}

/** The weights of a layer, each once, by their names relative to it. */
export function variablesOf(layer: Layer): NamedVariables {
  return weightEntries(layer).map(([name, { variable }]) => [name, variable]);
}

/** A loss of one's own is no reason not to save: `loadModel` takes what to compile with. */
function compileEntry({ compileOptions, label }: Model): JsonObject | undefined {
  if (compileOptions === undefined) return undefined;
  try {
    return compileConfig(compileOptions);
  } catch (error) {
    if (!(error instanceof IsogradError)) throw error;
    const problem = `what ${label} was compiled with cannot be saved, so that loadModel needs it: ${error.message}`;
    warnOnce(`COMPILE_NOT_SAVED ${label}`, problem);
    return undefined;
  }
}
