/** A model on a disk, as a program in Node has it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NdArray } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { expect, it } from 'vitest';
import { modelCheckpoint } from '../callbacks/model-checkpoint.js';
import { dense } from '../layers/core/dense.js';
import { sequential } from '../models/sequential.js';
import { loadModel } from './load-model.js';

describeBackends('a model on a disk', () => {
  it('comes back from a folder, an archive and a checkpoint', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'isograd-'));
    const model = sequential({ layers: [dense({ units: 1, inputShape: [2] })], seed: 1 });
    model.compile({ optimizer: 'adam', loss: 'mse' });
    const x = new NdArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
    try {
      const checkpoint = modelCheckpoint(`${folder}/checkpoints/{epoch:02d}`, { monitor: 'loss' });
      await model.fit(x, [1, 2], { epochs: 2, callbacks: checkpoint });
      expect((await readdir(`${folder}/checkpoints`)).sort()).toEqual(['01', '02']);
      await model.save(`${folder}/model`);
      await model.save(`${folder}/model.zip`);
      expect((await readdir(`${folder}/model`)).sort()).toEqual([
        'config.json',
        'optimizer.safetensors',
        'weights.safetensors',
      ]);
      for (const path of ['model', 'model.zip', 'checkpoints/02']) {
        const again = await loadModel(join(folder, path));
        expect((await again.predict(x)).data).toEqual((await model.predict(x)).data);
        expect(await again.getWeights()).toEqual(await model.getWeights());
        again.dispose();
      }
      await expect(loadModel(`${folder}/checkpoints/03`)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    } finally {
      model.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
