/** Hooks and events of fit, evaluate and predict: what is told, in which order, and what errors do. */
import { IsogradError, NdArray } from '@isograd/core';
import { sgd } from '@isograd/optimizers';
import { describeBackends } from '@isograd/testing';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { earlyStopping } from '../callbacks/early-stopping.js';
import { learningRateScheduler } from '../callbacks/learning-rate-scheduler.js';
import { terminateOnNaN } from '../callbacks/terminate-on-nan.js';
import { dense } from '../layers/core/dense.js';
import type { Model } from '../models/model.js';
import { sequential } from '../models/sequential.js';
import type { Callback } from './callback.js';
import type { TrainingEvent } from './training-event.js';

const x = new NdArray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
const y = Float32Array.of(1, 2, 3);
const data = { x, y };

const made: Model[] = [];

function line(learningRate = 0.01): Model {
  const model = sequential({ name: 'line', seed: 1, layers: [dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: sgd({ learningRate }), loss: 'meanSquaredError', metrics: ['mae'] });
  made.push(model);
  return model;
}

/** The value of a promise that rejects. */
async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describeBackends('events', () => {
  afterEach(() => {
    for (const model of made.splice(0)) model.dispose();
  });

  it('come in the order that the type says, as plain JSON, with their times', async () => {
    const events: TrainingEvent[] = [];
    const onEvent = (event: TrainingEvent) => void events.push(event);
    const before = Date.now();
    const { history } = await line().fit(x, y, { epochs: 2, batchSize: 2, validationData: data, onEvent });
    const epoch = ['epochBegin', 'batchBegin', 'batchEnd', 'batchBegin', 'batchEnd'];
    const validation = ['testBegin', 'testBatchBegin', 'testBatchEnd', 'testBatchBegin', 'testBatchEnd', 'testEnd'];
    const whole = [...epoch, ...validation, 'epochEnd'];
    expect(events.map(({ type }) => type)).toEqual(['trainBegin', ...whole, ...whole, 'trainEnd']);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    const times = events.map(({ timeMs }) => timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(events[0]).toMatchObject({ epochs: 2, stepsPerEpoch: 2, examplesPerEpoch: 3, initialEpoch: 0 });
    const batches = events.filter((event) => event.type === 'batchEnd');
    expect(batches.map(({ epoch: number, batch, step, size }) => [number, batch, step, size])).toEqual([
      [0, 0, 0, 2],
      [0, 1, 1, 1],
      [1, 0, 2, 2],
      [1, 1, 3, 1],
    ]);
    for (const { examplesPerSecond } of batches) expect(examplesPerSecond).toBeGreaterThan(0);
    const ends = events.filter((event) => event.type === 'epochEnd');
    expect(ends.map(({ logs }) => logs['val_loss'])).toEqual(history['val_loss']);
    expect(events.at(-1)).toMatchObject({ logs: ends[1]?.logs, isStopped: false });
  });

  it('call the hooks of Keras, the model first', async () => {
    const said: string[] = [];
    const say =
      (hook: string) =>
      (...values: readonly unknown[]): void =>
        void said.push([hook, ...values.map((value) => JSON.stringify(value))].join(' '));
    const model = line();
    const hooks = [
      'onTrainBegin',
      'onEpochBegin',
      'onTrainBatchBegin',
      'onTestBegin',
      'onTestBatchBegin',
      'onTestBatchEnd',
    ];
    const others = [
      'onBatchBegin',
      'onBatchEnd',
      'onPredictBegin',
      'onPredictBatchBegin',
      'onPredictBatchEnd',
      'onPredictEnd',
    ];
    const callback: Callback = {
      ...Object.fromEntries([...hooks, ...others].map((hook) => [hook, say(hook)])),
      setModel: (given) => void said.push(`setModel ${given === model}`),
      onTestEnd: (logs) => void said.push(`onTestEnd ${Object.keys(logs).join()}`),
      onTrainBatchEnd: (batch, { batchLoss, size, ...means }) =>
        void said.push(`onTrainBatchEnd ${batch} ${size} ${typeof batchLoss} ${Object.keys(means).join()}`),
      onEpochEnd: (epoch, logs) => void said.push(`onEpochEnd ${epoch} ${Object.keys(logs).join()}`),
      onTrainEnd: (logs) => void said.push(`onTrainEnd ${Object.keys(logs).join()}`),
    };
    await model.fit(x, y, { validationData: data, callbacks: callback });
    const validation = ['onTestBegin {}', 'onTestBatchBegin 0 {}', 'onTestBatchEnd 0 {"size":3}'];
    const names = 'loss,meanAbsoluteError';
    const all = `${names},val_loss,val_meanAbsoluteError`;
    expect(said.splice(0).map((text) => text.replaceAll('mae', 'meanAbsoluteError'))).toEqual([
      'setModel true',
      'onTrainBegin {"epochs":1,"stepsPerEpoch":1,"examplesPerEpoch":3}',
      'onEpochBegin 0 {}',
      'onTrainBatchBegin 0 {}',
      `onTrainBatchEnd 0 3 number ${names}`,
      ...validation,
      `onTestEnd ${names}`,
      `onEpochEnd 0 ${all}`,
      `onTrainEnd ${all}`,
    ]);
    await model.evaluate(x, y, { callbacks: [callback] });
    expect(said.splice(0).slice(0, -1)).toEqual(['setModel true', ...validation]);
    await model.predict(x, { batchSize: 2, callbacks: callback });
    expect(said).toEqual([
      'setModel true',
      'onPredictBegin {}',
      'onPredictBatchBegin 0 {}',
      'onPredictBatchEnd 0 {"size":2}',
      'onPredictBatchBegin 1 {}',
      'onPredictBatchEnd 1 {"size":1}',
      'onPredictEnd {}',
    ]);
  });

  it('show later callbacks and the history what a callback adds to the logs', async () => {
    const model = line();
    const score = [0.1, 0.3, 0.2, 0.5];
    const { epochs, history } = await model.fit(x, y, {
      epochs: 4,
      callbacks: [
        { onEpochEnd: (epoch, logs) => void (logs['score'] = score[epoch] ?? 0) },
        earlyStopping({ monitor: 'score', patience: 1 }),
      ],
    });
    expect(epochs).toEqual([0, 1, 2]);
    expect(history['score']).toEqual([0.1, 0.3, 0.2]);
  });

  it('set the learning rate of a real optimizer', async () => {
    const model = line(0.5);
    const scheduler = learningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 4));
    const { history } = await model.fit(x, y, { epochs: 2, callbacks: scheduler });
    expect(history['learningRate']).toEqual([0.5, 0.125]);
    expect(await model.getLearningRate()).toBe(0.125);
  });

  it('bring back the weights of the best epoch', async () => {
    const model = line(0.001);
    const weights: number[][] = [];
    await model.fit(x, y, {
      epochs: 5,
      callbacks: [
        {
          onEpochEnd: async (epoch, logs) => {
            logs['val_score'] = epoch === 1 ? 1 : 0;
            weights.push((await model.getWeights()).flatMap((weight) => Array.from(weight.data)));
          },
        },
        earlyStopping({ monitor: 'val_score', patience: 2, restoreBestWeights: true }),
      ],
    });
    expect(weights).toHaveLength(4);
    expect(weights[3]).not.toEqual(weights[1]);
    expect((await model.getWeights()).flatMap((weight) => Array.from(weight.data))).toEqual(weights[1]);
  });

  it('end a training that diverges: with an error, or without one where a callback stops it', async () => {
    const events: TrainingEvent[] = [];
    const onEvent = (event: TrainingEvent) => void events.push(event);
    const failed = await errorOf(line(1e30).fit(x, y, { epochs: 9, onEvent }));
    expect(failed).toMatchObject({ name: 'ValueError', code: 'LOSS_NOT_FINITE' });
    expect(events.at(-1)).toMatchObject({ type: 'trainError', code: 'LOSS_NOT_FINITE' });
    const stopped = await line(1e30).fit(x, y, { epochs: 9, callbacks: terminateOnNaN() });
    expect(stopped.epochs.length).toBeLessThan(9);
    expect(stopped.history['loss']?.at(-1)).not.toBeLessThan(Number.POSITIVE_INFINITY);
    const raised = await errorOf(line(1e30).fit(x, y, { epochs: 9, callbacks: terminateOnNaN({ raiseError: true }) }));
    expect(raised).toMatchObject({ code: 'LOSS_NOT_FINITE' });
  });

  it('name a callback that fails, tell the others, and leave a model that works', async () => {
    const model = line();
    await model.trainOnBatch(x, y);
    const before = memory().numTensors;
    const errors: unknown[] = [];
    const cause = new TypeError('oops');
    const watcher: Callback = { onTrainError: (error) => void errors.push(error) };
    const failing: Callback = {
      name: 'mine',
      onBatchEnd: () => {
        throw cause;
      },
    };
    const error = await errorOf(model.fit(x, y, { callbacks: [watcher, failing] }));
    expect(error).toBeInstanceOf(IsogradError);
    expect(error).toMatchObject({ code: 'CALLBACK_FAILED', cause, received: 'TypeError "oops"' });
    expect((error as IsogradError).where).toBe('fit of Sequential "line", callback "mine"');
    expect(errors).toEqual([error]);
    const unnamed: Callback = { onEpochEnd: async () => Promise.reject(new Error('later')) };
    expect(await errorOf(model.fit(x, y, { callbacks: [{}, unnamed] }))).toMatchObject({
      where: expect.stringContaining('callback number 1'),
    });
    const ours: Callback = {
      ...unnamed,
      onEpochEnd: (epoch, logs) => {
        Object.assign(logs, { epoch });
        model.setLearningRate(-1);
      },
    };
    expect(await errorOf(model.fit(x, y, { callbacks: ours }))).toMatchObject({
      name: 'ValueError',
      code: 'LEARNING_RATE',
    });
    expect(memory().numTensors).toBe(before);
    const { epochs } = await model.fit(x, y, { epochs: 2 });
    expect(epochs).toEqual([0, 1]);
  });
});
