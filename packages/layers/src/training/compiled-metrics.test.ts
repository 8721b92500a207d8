/** Metrics within captured steps: the same as alone, and nothing keeps a step from being a program. */
import { NdArray, setLogger } from '@isograd/core';
import { describeBackends, seededValues } from '@isograd/testing';
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { activation, dense, type Metric, metrics, type Model, sequential, streamMetric } from '../index.js';

const count = 40;
const x = new NdArray(seededValues(1, 3 * count), [count, 3]);
const y = new NdArray(
  seededValues(2, 4 * count).map((value) => (value > 0 ? 1 : 0)),
  [count, 4],
);

const list = (): readonly Metric[] => [
  metrics.precision({ thresholds: 0.4 }),
  metrics.binaryAccuracy(),
  metrics.auc({ numThresholds: 50 }),
  metrics.auc({ name: 'perLabel', curve: 'PR', multiLabel: true }),
  metrics.recall({ topK: 2 }),
  metrics.f1Score({ average: 'macro', threshold: 0.5 }),
  metrics.r2Score(),
  metrics.rootMeanSquaredError(),
  metrics.meanIoU({ numClasses: 4, sparseYTrue: false, sparseYPred: false }),
  metrics.pearsonCorrelation(),
  metrics.topKCategoricalAccuracy({ k: 2 }),
];

function compiled(jit: boolean): Model {
  const model = sequential({
    name: 'judged',
    seed: 0,
    layers: [dense({ units: 4, inputShape: [3] }), activation({ activation: 'sigmoid' })],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy', metrics: list(), jit });
  return model;
}

describeBackends('metrics of a model', () => {
  it('are those of its predictions, in the order of compile', async () => {
    const model = compiled(true);
    const logs = await model.evaluate(x, y, { batchSize: 12 });
    expect(Object.keys(logs)).toEqual(['loss', ...list().map(({ name }) => name)]);
    const predicted = await model.predict(x);
    for (const metric of list()) {
      const stream = streamMetric(metric);
      stream.update(y, predicted);
      expect(logs[metric.name], metric.name).toBeCloseTo((await stream.result()) as number, 5);
      stream.dispose();
    }
    model.dispose();
  });

  it('are captured, the same as step by step, and leave nothing behind', async () => {
    const warnings: string[] = [];
    const logger = setLogger((message) => warnings.push(message));
    const history = async (jit: boolean): Promise<Readonly<Record<string, readonly number[]>>> => {
      const model = compiled(jit);
      const fitted = await model.fit(x, y, { epochs: 2, batchSize: 16, seed: 1 });
      const before = memory().numTensors;
      await model.fit(x, y, { epochs: 4, initialEpoch: 2, batchSize: 16, seed: 1 });
      expect(memory().numTensors).toBe(before);
      model.dispose();
      return fitted.history;
    };
    const [captured, eager] = [await history(true), await history(false)];
    setLogger(logger);
    expect(warnings).toEqual([]);
    for (const [name, values] of Object.entries(captured)) {
      values.forEach((value, epoch) => expect(value, name).toBeCloseTo(eager[name]?.[epoch] ?? Number.NaN, 5));
    }
  });
});
