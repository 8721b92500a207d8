/** Training from pipelines: epochs, orders and what is refused. */
import { IsogradError, NdArray } from '@isograd/core';
import { fromArrays } from '@isograd/data';
import { sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { expect, it } from 'vitest';
import { dense } from '../layers/core/dense.js';
import { type Sequential, sequential } from '../models/sequential.js';
import { datasetEpochs } from './dataset-epochs.js';

const numbers = fromArrays({ x: new NdArray(Int32Array.of(0, 1, 2, 3, 4), [5]) });

async function read(batches: AsyncIterable<{ x: unknown }>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { x } of batches) values.push(x instanceof NdArray ? x.data[0] : x);
  return values;
}

it('makes an epoch of a pass, each in an order of its own', async () => {
  const epochs = datasetEpochs('test', numbers.shuffle({ seed: 1 }), 0, undefined);
  const orders = [await read(epochs(0)), await read(epochs(1))];
  expect(orders.map((order) => order.toSorted())).toEqual([
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ]);
  expect(orders[0]).not.toEqual(orders[1]);
  expect(await read(epochs(0))).toEqual(orders[0]);
});

it('divides passes into epochs of stepsPerEpoch batches', async () => {
  const epochs = datasetEpochs('test', numbers, 0, 3);
  expect([await read(epochs(0)), await read(epochs(1)), await read(epochs(2))]).toEqual([
    [0, 1, 2],
    [3, 4, 0],
    [1, 2, 3],
  ]);
});

it('refuses an epoch without end', () => {
  expect(() => datasetEpochs('test', numbers.repeat(), 0, undefined)).toThrow(/DATA_ENDLESS_EPOCH/);
});

describeBackends('fitDataset', () => {
  it('trains like fit on the same batches, and checks each batch', async () => {
    const x = new NdArray(seededValues(1, 60), [20, 3]);
    const y = new NdArray(seededValues(2, 20), [20, 1]);
    const make = (): Sequential => {
      const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })], seed: 0 });
      model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: 'meanSquaredError' });
      return model;
    };
    const [inMemory, streamed] = [make(), make()];
    const expected = await inMemory.fit(x, y, { epochs: 3, batchSize: 8, shuffle: false });
    const { history } = await streamed.fitDataset(fromArrays({ x, y }).batch(8), {
      epochs: 3,
      validationData: fromArrays({ x, y }).batch(20),
    });
    expect(history['loss']).toEqual(expected.history['loss']);
    expect(history['val_loss']).toHaveLength(3);

    const bad = fromArrays({ x: new NdArray(new Float32Array(60).fill(Number.NaN), [20, 3]), y }).batch(8);
    const error: unknown = await streamed.fitDataset(bad).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(IsogradError);
    expect((error as IsogradError).code).toBe('DATA_NOT_FINITE');
    await expect(streamed.fitDataset(fromArrays({ x, y }).batch(8).take(0))).rejects.toThrow(/DATA_/);
    const endless = fromArrays({ x, y }).batch(8).repeat();
    await expect(streamed.evaluateDataset(endless)).rejects.toThrow(/\[DATA_ENDLESS_EPOCH\]$/);
    inMemory.dispose();
    streamed.dispose();
  });
});
