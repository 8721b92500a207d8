/** From files to the weights of a model that exists. */
import type { Model } from '../models/model.js';
import { decodeModel } from './model-file.js';
import { storageName } from './model-storage.js';
import { type ModelLocation, resolveStorage } from './resolve-storage.js';
import { variablesOf } from './save-model.js';
import { assignVariables } from './saved-tensors.js';

/** Loads weights into a model that has some. */
export async function loadWeights(model: Model, location: ModelLocation): Promise<void> {
  const storage = resolveStorage(location);
  const where = `${storageName(storage)}, weights of ${model.label}`;
  assignVariables(where, variablesOf(model), decodeModel(where, await storage.read()).weights);
}
