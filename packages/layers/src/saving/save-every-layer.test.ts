/** Every layer in a model that is saved and loaded: the same weights, the same predictions. */
import { NdArray } from '@isograd/core';
import type { CaseInput, LayerCase } from '@isograd/conformance';
import { describeBackends, seededValues } from '@isograd/testing';
import { expect, it } from 'vitest';
import { Layer } from '../layer.js';
import { model } from '../models/functional.js';
import type { Model } from '../models/model.js';
import { input } from '../symbolic-tensor.js';
import { layerCases } from '../testing/layer-cases/layer-cases.js';
import { loadModel } from './load-model.js';
import { memoryStorage } from './memory-storage.js';

/** The layer of a case between inputs and outputs of a model. */
function modelOf({ make, inputs }: LayerCase): Model {
  const layer = make();
  if (!(layer instanceof Layer)) throw new Error('the case is of another package');
  const given = inputs.map(({ shape, dtype = 'float32' }) => input({ shape: shape.slice(1), dtype }));
  return model({ inputs: given, outputs: layer.applyAll(given), seed: 7 });
}

/** Values that the input takes. */
function valuesFor({ shape, dtype = 'float32', below = 4 }: CaseInput, place: number): NdArray {
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (dtype === 'float32') return new NdArray(Float32Array.from(seededValues(place, size)), shape);
  const numbers = Int32Array.from({ length: size }, (_, index) => (index * 7 + place) % below);
  return new NdArray(dtype === 'int32' ? numbers : Uint8Array.from(numbers, (value) => value % 2), shape);
}

/**
 * Layers that hold a function cannot be saved; stateful ones want the number of examples in a batch; a model has as many
 * examples in every input.
 */
const saved = layerCases.filter(
  ({ isSerializable = true, isStateful = false, inputs }) =>
    isSerializable && !isStateful && inputs.every(({ shape }) => shape[0] === inputs[0].shape[0]),
);

describeBackends('layers that are saved and loaded', () => {
  it.each(saved.map((layerCase) => [layerCase.name, layerCase] as const))('%s', async (_name, layerCase) => {
    const original = modelOf(layerCase);
    const storage = memoryStorage();
    original.initialize();
    await original.save(storage);
    const loaded = await loadModel(storage);
    try {
      expect(loaded.weights.map(({ path }) => path)).toEqual(original.weights.map(({ path }) => path));
      expect(await loaded.getWeights()).toEqual(await original.getWeights());
      const x = layerCase.inputs.map(valuesFor);
      const count = x[0]?.shape[0] ?? 1;
      const options = { batchSize: count };
      expect(await loaded.predictOutputs(x, options)).toEqual(await original.predictOutputs(x, options));
    } finally {
      loaded.dispose();
      original.dispose();
    }
  });
});
