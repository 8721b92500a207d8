/** Layers of preprocessing and augmentation in models that are trained, saved and loaded. */
import { NdArray } from '@isograd/core';
import { describeBackends, seededValues } from '@isograd/testing';
import { expect, it } from 'vitest';
import { sequential } from '../../models/sequential.js';
import { loadModel } from '../../saving/load-model.js';
import { memoryStorage } from '../../saving/memory-storage.js';
import { randomFlip } from '../augmentation/random-flip.js';
import { randomRotation } from '../augmentation/random-rotation.js';
import { dense } from '../core/dense.js';
import { embedding } from '../core/embedding.js';
import { flatten } from '../reshaping/flatten.js';
import { discretization } from './discretization.js';
import { integerLookup } from './integer-lookup.js';

const years = new NdArray(Int32Array.of(1999, 2005, 2010, 1999, 2005, 2010, 1999, 2005), [8, 1]);
const targets = new NdArray(Float32Array.of(1, -1, 3, 1, -1, 3, 1, -1), [8, 1]);

describeBackends('preprocessing in a model', () => {
  it('is adapted, trained, saved and loaded', async () => {
    const lookup = integerLookup({ inputShape: [1] });
    await lookup.adapt(years);
    const model = sequential({
      layers: [lookup, embedding({ inputDim: 4, outputDim: 2 }), flatten(), dense({ units: 1 })],
      seed: 1,
    });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const { history } = await model.fit(years, targets, { epochs: 30, batchSize: 4 });
    const losses = history['loss'] ?? [];
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    const storage = memoryStorage();
    await model.save(storage);
    const loaded = await loadModel(storage);
    const [before, after] = [await model.predict(years), await loaded.predict(years)];
    expect(after).toEqual(before);
    model.dispose();
    loaded.dispose();
  });

  it('keeps the boundaries that it found', async () => {
    const layer = discretization({ numBins: 3, outputMode: 'oneHot', inputShape: [1] });
    const x = new NdArray(seededValues(2, 60), [60, 1]);
    await layer.adapt(x);
    const model = sequential({ layers: [layer, dense({ units: 1 })], seed: 2 });
    model.initialize();
    const storage = memoryStorage();
    await model.save(storage);
    const loaded = await loadModel(storage);
    expect(await loaded.predict(x)).toEqual(await model.predict(x));
    model.dispose();
    loaded.dispose();
  });

  it('changes images while the model trains, and not when it predicts', async () => {
    const x = new NdArray(seededValues(3, 8 * 4 * 4), [8, 4, 4, 1]);
    const layers = [
      randomFlip({ inputShape: [4, 4, 1] }),
      randomRotation({ factor: 0.1 }),
      flatten(),
      dense({ units: 1 }),
    ];
    const model = sequential({ layers, seed: 3 });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit(x, targets, { epochs: 2, batchSize: 4 });
    expect(await model.predict(x)).toEqual(await model.predict(x));
    model.dispose();
  });
});
