/** A training that changes its backend in the middle goes on as if it had not. */
import { getActiveBackend, NdArray, useBackend } from '@isograd/core';
import { adam } from '@isograd/optimizers';
import { platformBackends, seededValues } from '@isograd/testing';
import { expect, it } from 'vitest';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { dense } from '../layers/core/dense.js';
import { dropout } from '../layers/regularization/dropout.js';
import { sequential } from './sequential.js';

/** Losses of 12 steps, on the given backends in turn. */
async function lossesOn(backends: ReturnType<typeof platformBackends>): Promise<number[]> {
  const x = new NdArray(seededValues(4, 64), [16, 4]);
  const y = new NdArray(seededValues(5, 32), [16, 2]);
  const model = sequential({
    seed: 9,
    layers: [
      dense({ units: 8, activation: 'tanh', inputShape: [4] }),
      batchNormalization(),
      dropout({ rate: 0.3 }),
      dense({ units: 2 }),
    ],
  });
  model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
  const losses: number[] = [];
  for (let step = 0; step < 12; step++) {
    const backend = backends[Math.floor(step / 2) % backends.length] as (typeof backends)[number];
    await useBackend(backend);
    expect(getActiveBackend().name).toBe(backend.name);
    losses.push((await model.trainOnBatch(x, y))['loss'] as number);
  }
  model.dispose();
  return losses;
}

it('keeps weights, optimizer slots and dropout masks over a switch', async () => {
  const backends = platformBackends();
  const [first] = backends;
  const alone = await lossesOn(backends.filter((backend) => backend === first));
  const switched = await lossesOn(backends);
  // 12 steps of float32 on backends that round differently: the tolerance of the trajectories.
  switched.forEach((loss, step) =>
    expect(Math.abs(loss - (alone[step] as number))).toBeLessThan(1e-4 * Math.max(...alone)),
  );
});
