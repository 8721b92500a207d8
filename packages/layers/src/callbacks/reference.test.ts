/** Callbacks in runs whose logs are given: the same epochs, learning rates and weights as with Keras. */
import { camelCaseConfig, loadFixtures } from '@isograd/testing';
import { describe, expect, it } from 'vitest';
import { fakeModel } from '../testing/trained-model.js';
import type { Callback } from '../training/callback.js';
import { emitterFor } from '../training/emit-events.js';
import { earlyStopping, type EarlyStoppingOptions } from './early-stopping.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { reduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.js';

const { cases } = await loadFixtures('callbacks', 'keras');

const factories: Readonly<Record<string, (config: Record<string, unknown>) => Callback>> = {
  EarlyStopping: (config) => earlyStopping(camelCaseConfig(config) as EarlyStoppingOptions),
  ReduceLROnPlateau: (config) => reduceLROnPlateau(camelCaseConfig(config) as ReduceLROnPlateauOptions),
  LearningRateScheduler: (config) => {
    const rates = config['__rates'] as readonly number[] | undefined;
    const factors = config['__factors'] as readonly number[] | undefined;
    return learningRateScheduler((epoch, rate) => rates?.[epoch] ?? rate * (factors?.[epoch] ?? Number.NaN));
  },
};

describe('callbacks', () => {
  it('have a case each', () => {
    expect([...new Set(cases.map(({ op }) => op))].sort()).toEqual(Object.keys(factories).sort());
  });

  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, { op, config, run }) => {
    if (run === undefined) throw new Error('the case has no run');
    const model = fakeModel(run.initialLearningRate);
    const callback = (factories[op] as (typeof factories)[string])(config);
    const emit = await emitterFor('fit', model, { callbacks: callback });
    const names = Object.keys(run.logs);
    const epochs = run.logs[names[0] ?? '']?.length ?? 0;
    const learningRates: number[] = [];
    await emit({ type: 'trainBegin', epochs, stepsPerEpoch: 1, examplesPerEpoch: 1, initialEpoch: 0 });
    for (let epoch = 0; epoch < epochs && !model.stopTraining; epoch++) {
      await emit({ type: 'epochBegin', epoch });
      model.weight = epoch + 1;
      const logs = Object.fromEntries(names.map((name) => [name, run.logs[name]?.[epoch] ?? Number.NaN]));
      await emit({ type: 'epochEnd', epoch, logs, durationMs: 1 });
      learningRates.push(model.learningRate);
      if (op !== 'EarlyStopping') expect(logs).toHaveProperty('learningRate');
    }
    await emit({ type: 'trainEnd', logs: {}, isStopped: model.stopTraining });
    expect(learningRates).toEqual(run.learningRates);
    expect(model.weight).toBe(run.finalWeight);
    if (run.stoppedEpoch === undefined) return;
    const { stoppedEpoch, bestEpoch, best } = run;
    expect(callback).toMatchObject({ stoppedEpoch, bestEpoch, best: best ?? Number.NaN });
  });
});
