/** Accumulated gradients are those of a large batch, and the comparison runs. */
import { wasm } from '@isograd/backend-wasm';
import { NdArray, useBackend } from '@isograd/core';
import { digits } from '@isograd/datasets';
import { sgd } from '@isograd/optimizers';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, formatComparison } from './compare.js';
import { createModel, type Method, methods } from './methods.js';

beforeAll(async () => {
  await useBackend(wasm());
});

describe('small batches', () => {
  const withoutBatchStatistics = methods.filter(
    ({ name }) => !name.startsWith('batch') && !name.includes('accumulated'),
  );

  it.each(withoutBatchStatistics)('$name: 4 batches of 8 change the weights as one of 32 does', async (method) => {
    const { images, labels } = await digits.load();
    const x = new NdArray(images.data.slice(0, 64 * 64), [64, 8, 8, 1]);
    const y = new NdArray(labels.data.slice(0, 64), [64]);
    const train = async (trained: Method, batchSize: number): Promise<NdArray[]> => {
      const model = createModel(trained, batchSize, 3, sgd({ learningRate: 0.1 }));
      await model.fit(x, y, { batchSize, shuffle: false });
      const weights = await model.getWeights();
      model.dispose();
      return weights;
    };
    const whole = await train(method, 32);
    const accumulated = await train({ ...method, examplesPerUpdate: 32 }, 8);
    const still = await train(method, 8);
    const largest = (a: readonly NdArray[], b: readonly NdArray[]): number =>
      Math.max(
        ...a.flatMap(({ data }, place) =>
          Array.from(data, (value, at) => Math.abs(value - (b[place]?.data[at] ?? Number.NaN))),
        ),
      );
    // Weights are below 1: sums in another order differ by a few units in the last place.
    expect(largest(accumulated, whole)).toBeLessThan(2 ** -20);
    expect(largest(still, whole)).toBeGreaterThan(2 ** -10);
  });

  it('are compared in a table', async () => {
    const before = memory().numTensors;
    const results = await compare({ batchSizes: [2, 32], trainCount: 300, epochs: 2, seed: 0 });
    expect(memory().numTensors).toBe(before);
    expect(results).toHaveLength(2 * methods.length);
    for (const { accuracy } of results) expect(accuracy).toBeGreaterThan(0.1);
    const table = formatComparison(results);
    expect(table.split('\n')).toHaveLength(1 + methods.length);
    expect(table).toMatch(/^normalization +batch 2 +batch 32$/m);
  });
});
