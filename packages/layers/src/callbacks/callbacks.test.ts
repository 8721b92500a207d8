/** What callbacks do apart from what Keras's traces show: checks, files, paths, lines, warnings. */
import { setLogger } from '@isograd/core';
import { cosineDecay } from '@isograd/optimizers';
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { describe, expect, it } from 'vitest';
import { fakeModel } from '../testing/trained-model.js';
import type { Callback, EpochLogs } from '../training/callback.js';
import { emitterFor } from '../training/emit-events.js';
import type { Emit } from '../training/training-event.js';
import { csvLogger } from './csv-logger.js';
import { earlyStopping } from './early-stopping.js';
import { lambdaCallback } from './lambda-callback.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { modelCheckpoint } from './model-checkpoint.js';
import { fillTemplate } from './path-template.js';
import { progress } from './progress.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';
import { terminateOnNaN } from './terminate-on-nan.js';

/** Runs epochs of two batches with given logs. */
async function train(callback: Callback, epochs: readonly EpochLogs[], model = fakeModel()) {
  const emit: Emit = await emitterFor('fit', model, { callbacks: callback });
  await emit({ type: 'trainBegin', epochs: epochs.length, stepsPerEpoch: 2, examplesPerEpoch: 3, initialEpoch: 0 });
  for (const [epoch, logs] of epochs.entries()) {
    await emit({ type: 'epochBegin', epoch });
    for (const batch of [0, 1]) {
      const { loss = 1 } = logs;
      const rest = { epoch, batch, step: 2 * epoch + batch, size: 2 - batch, batchLoss: loss, examplesPerSecond: 10 };
      await emit({ type: 'batchBegin', ...rest });
      await emit({ type: 'batchEnd', ...rest, logs: { loss } });
    }
    await emit({ type: 'epochEnd', epoch, logs: { ...logs }, durationMs: 1 });
  }
  await emit({ type: 'trainEnd', logs: {}, isStopped: false });
  return model;
}

const falling = [
  { loss: 3, val_loss: 2 },
  { loss: 2, val_loss: 2.5 },
  { loss: 1, val_loss: 1.25 },
];

describe('modelCheckpoint', () => {
  it('saves after every epoch, under a name with fields', async () => {
    const { saved } = await train(modelCheckpoint('run/{epoch:02d}-{val_loss:.2f}'), falling);
    expect(saved).toEqual(['model run/01-2.00', 'model run/02-2.50', 'model run/03-1.25']);
  });

  it('saves the best only, and the weights only', async () => {
    const callback = modelCheckpoint('best', { saveBestOnly: true, saveWeightsOnly: true });
    expect((await train(callback, falling)).saved).toEqual(['weights best', 'weights best']);
    const threshold = modelCheckpoint('{epoch}', { saveBestOnly: true, initialValueThreshold: 1.5 });
    expect((await train(threshold, falling)).saved).toEqual(['model 3']);
    const highest = modelCheckpoint('{epoch}', { saveBestOnly: true, monitor: 'val_loss', mode: 'max' });
    expect((await train(highest, falling)).saved).toEqual(['model 1', 'model 2']);
  });

  it('saves every few batches, counted over epochs', async () => {
    const { saved } = await train(modelCheckpoint('{epoch}/{batch}/{loss:.0f}', { saveFreq: 3 }), falling);
    expect(saved).toEqual(['model 2/1/2', 'model 3/2/1']);
  });

  it('tries again to save what it could not save', async () => {
    const model = fakeModel();
    const save = model.save;
    let calls = 0;
    model.save = async (location) => {
      if (++calls === 1) throw new Error('disk full');
      await save(location);
    };
    const callback = modelCheckpoint('best', { saveBestOnly: true });
    await expect(train(callback, falling, model)).rejects.toMatchObject({ code: 'CALLBACK_FAILED' });
    await train(callback, [{ val_loss: 2 }], model);
    expect(model.saved).toEqual(['model best']);
  });

  it('refuses a field that does not exist', async () => {
    const error = expect.objectContaining({ name: 'ValueError', code: 'CHECKPOINT_TEMPLATE' });
    await expect(train(modelCheckpoint('{val_acc:.2f}'), falling)).rejects.toThrow(error);
  });
});

// Each pair is what `str.format` of Python 3.11 returns.
it.each([
  ['{epoch:02d}', '07'],
  ['{epoch}', '7'],
  ['{epoch:4d}|', '   7|'],
  ['{loss:.2f}', '0.12'],
  ['{loss:08.3f}', '0000.123'],
  ['{loss:.3e}', '1.235e-01'],
  ['{loss:f}', '0.123457'],
  ['{loss:.3g}', '0.123'],
  ['{loss}', '0.123456789'],
  ['{{{epoch}}}', '{7}'],
])('fills in %s as Python does', (template, expected) => {
  expect(fillTemplate('test', template, { epoch: 7, loss: 0.123456789 })).toBe(expected);
});

it.each(['{', '}', '{}', '{loss:x}', '{epoch:.1d}', '{__proto__}', '{constructor}', '{epoch:9999d}'])(
  'refuses the template %s',
  (template) => {
    expect(() => fillTemplate('test', template, { epoch: 7, loss: 1.5 })).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_TEMPLATE' }),
    );
  },
);

describe('csvLogger', () => {
  const table = async (options: Parameters<typeof csvLogger>[1], epochs: readonly EpochLogs[]): Promise<string> => {
    let text = '';
    const callback = csvLogger((more) => {
      text += more;
    }, options);
    await train(callback, epochs);
    return text;
  };

  it('writes a line an epoch, in the order of names', async () => {
    expect(await table({}, falling)).toBe('epoch,loss,val_loss\r\n0,3,2\r\n1,2,2.5\r\n2,1,1.25\r\n');
  });

  it('leaves room for validation, and marks what is missing', async () => {
    expect(await table({}, [{ loss: 1, acc: 0.5 }, { loss: Number.NaN }])).toBe(
      'epoch,acc,loss,val_acc,val_loss\r\n0,0.5,1,NA,NA\r\n1,NA,NaN,NA,NA\r\n',
    );
  });

  it('quotes names that need it, with any separator, and continues without a header', async () => {
    expect(await table({ separator: ';' }, [{ 'a;"b"': 1, val_x: 2 }])).toBe('epoch;"a;""b""";val_x\r\n0;1;2\r\n');
    expect(await table({ append: true }, falling.slice(0, 1))).toBe('0,3,2\r\n');
  });
});

describe('progress', () => {
  it('writes a line an epoch', async () => {
    const lines: string[] = [];
    await train(progress({ write: (line) => void lines.push(line) }), falling);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^epoch 1\/3 {2}loss 3\.0000 {2}val_loss 2\.0000 {2}\d+ examples\/s {2}\d+ s left$/);
    expect(lines[2]).toMatch(/^epoch 3\/3 {2}loss 1\.0000 {2}val_loss 1\.2500 {2}\d+ examples\/s$/);
  });

  it('says nothing with verbose 0', async () => {
    const lines: string[] = [];
    await train(progress({ verbose: 0, write: (line) => void lines.push(line) }), falling);
    expect(lines).toEqual([]);
  });
});

describe('terminateOnNaN', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at a loss of %s', async (loss) => {
    expect((await train(terminateOnNaN(), [{ loss }])).stopTraining).toBe(true);
    expect((await train(terminateOnNaN({ raiseError: true }), [{ loss }])).stopTraining).toBe(false);
  });

  it('lets a finite loss be', async () => {
    expect((await train(terminateOnNaN(), falling)).stopTraining).toBe(false);
  });
});

describeBackends('learningRateScheduler', () => {
  it('takes a schedule of the optimizers, whose steps are epochs', async () => {
    const rates: number[] = [];
    const model = fakeModel();
    const schedule = cosineDecay({ initialLearningRate: 0.5, decaySteps: 2 });
    const scheduler = learningRateScheduler(schedule);
    await train({ ...scheduler, onTrainBatchEnd: () => void rates.push(model.learningRate) }, falling, model);
    const values = Float64Array.of(0.5, 0.5, 0.25, 0.25, 0, 0); // 0.5 (1 + cos(π e / 2)) / 2
    expectWithinTolerance(rates, { shape: [6], dtype: 'float64', values });
  });
});

it('refuses a schedule that returns no rate', async () => {
  for (const result of [undefined, Number.NaN, -1, '0.1']) {
    const callback = learningRateScheduler(() => result as number);
    await expect(train(callback, falling)).rejects.toMatchObject({ name: 'ValueError', code: 'SCHEDULE_RESULT' });
  }
});

it('warns once of a monitor that does not exist, and names those that do', async () => {
  const said: string[] = [];
  const previous = setLogger((message) => void said.push(message));
  try {
    const model = await train(earlyStopping({ monitor: 'val_f1' }), falling);
    expect(model.stopTraining).toBe(false);
  } finally {
    setLogger(previous);
  }
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('EarlyStopping monitors "val_f1"');
  expect(said[0]).toContain('loss, val_loss');
});

describe('monitors', () => {
  it.each([
    ['val_loss', 'min'],
    ['head_loss', 'min'],
    ['val_meanSquaredError', 'min'],
    ['categoricalCrossentropy', 'min'],
    ['val_accuracy', 'max'],
    ['auc', 'max'],
    ['val_f1Score', 'max'],
    ['meanIoU', 'max'],
  ])('know the direction of %s', async (monitor, mode) => {
    const worse = mode === 'min' ? [1, 2] : [2, 1];
    const callback = earlyStopping({ monitor });
    expect(
      (
        await train(
          callback,
          worse.map((value) => ({ [monitor]: value })),
        )
      ).stopTraining,
    ).toBe(true);
    const better = earlyStopping({ monitor });
    expect(
      (
        await train(
          better,
          worse.toReversed().map((value) => ({ [monitor]: value })),
        )
      ).stopTraining,
    ).toBe(false);
  });

  it('ask where the name does not tell', () => {
    expect(() => earlyStopping({ monitor: 'val_size' })).toThrow(expect.objectContaining({ code: 'MONITOR_MODE' }));
  });
});

it('makes a callback of functions', async () => {
  const seen: number[] = [];
  await train(lambdaCallback({ onEpochEnd: (epoch, { loss = 0 }) => void seen.push(epoch, loss) }), falling);
  expect(seen).toEqual([0, 3, 1, 2, 2, 1]);
});

it.each<[string, () => unknown]>([
  ['patience', () => earlyStopping({ patience: -1 })],
  ['minDelta', () => earlyStopping({ minDelta: Number.NaN })],
  ['mode', () => earlyStopping({ mode: 'up' as 'max' })],
  ['verbose', () => earlyStopping({ verbose: 2 as 1 })],
  ['restoreBestWeights', () => earlyStopping({ restoreBestWeights: 'yes' as never })],
  ['startFromEpoch', () => earlyStopping({ startFromEpoch: 0.5 })],
  ['monitor', () => earlyStopping({ monitor: 5 as never })],
  ['factor', () => reduceLROnPlateau({ factor: 1 })],
  ['minLr', () => reduceLROnPlateau({ minLr: -1 })],
  ['cooldown', () => reduceLROnPlateau({ cooldown: -1 })],
  ['saveFreq', () => modelCheckpoint('a', { saveFreq: 0 })],
  ['filepath', () => modelCheckpoint('')],
  ['separator', () => csvLogger('a', { separator: '"' })],
  ['target', () => csvLogger('')],
  ['verbose', () => progress({ verbose: 3 as 2 })],
  ['raiseError', () => terminateOnNaN({ raiseError: 1 as never })],
])('checks the option %s', (option, make) => {
  expect(make).toThrow(
    expect.objectContaining({ code: 'LAYER_OPTION', problem: expect.stringContaining(`"${option}"`) }),
  );
});
