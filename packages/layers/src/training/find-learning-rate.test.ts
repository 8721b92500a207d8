/** The range test against the theory of a quadratic, and what it leaves behind. */
import { NdArray, treeEntries } from '@isograd/core';
import { adam, cosineDecay, sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchNormalization, dense, dropout, findLearningRate, type Model, sequential } from '../index.js';

const count = 32;
const x = new NdArray(seededValues(3, 2 * count), [count, 2]);
const y = new NdArray(seededValues(4, count), [count, 1]);

/** mean((w · x - y)²) without bias is a quadratic in w. */
function linear(optimizer: Parameters<Model['compile']>[0]['optimizer'] = sgd()): Model {
  const model = sequential({ seed: 1, layers: [dense({ units: 1, useBias: false, inputShape: [2] })] });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

/** The largest rate at which gradient descent converges: 2 over the largest eigenvalue of the Hessian 2 XᵀX / count. */
function largestStableRate(): number {
  const at = (row: number, column: number): number => Number(x.data[2 * row + column]);
  const sum = (a: number, b: number): number => {
    let total = 0;
    for (let row = 0; row < count; row++) total += (2 / count) * at(row, a) * at(row, b);
    return total;
  };
  const [p, q, r] = [sum(0, 0), sum(0, 1), sum(1, 1)];
  return 2 / ((p + r) / 2 + Math.hypot((p - r) / 2, q));
}

async function valuesOf(model: Model): Promise<unknown> {
  const weights = (await model.getWeights()).map(({ data }) => Array.from(data));
  const slots = treeEntries<Tensor>(model.ensureOptimizerState()).map(([path, slot]) => [path, ...slot.dataSync()]);
  return { weights, slots };
}

describeBackends('findLearningRate', () => {
  it('finds where gradient descent on a quadratic diverges', async () => {
    const model = linear();
    const curve = await findLearningRate(model, {
      x,
      y,
      batchSize: count,
      minLearningRate: 1e-4,
      maxLearningRate: 1e4,
    });
    const last = curve.learningRates.at(-1) as number;
    const limit = largestStableRate();
    expect(last).toBeGreaterThan(limit);
    expect(last).toBeLessThan(100 * limit);
    expect(curve.suggestion).toBeLessThan(limit);
    expect(curve.suggestion).toBeGreaterThan(limit / 1000);
    expect(curve.losses.length).toBe(curve.learningRates.length);
    expect(curve.losses.length).toBeLessThan(100);
    model.dispose();
  });

  it('tries every rate of the range once, geometrically, over as many epochs as it takes', async () => {
    const model = linear();
    const range = { minLearningRate: 1e-5, maxLearningRate: 1e-3, steps: 9 };
    const { learningRates, losses, smoothedLosses } = await findLearningRate(model, { x, y, batchSize: 8, ...range });
    learningRates.forEach((rate, index) => expect(rate).toBeCloseTo(1e-5 * 10 ** (index / 4), 12));
    expect(learningRates.length).toBe(9);
    let weighted = 0;
    losses.forEach((loss, index) => {
      weighted = 0.9 * weighted + 0.1 * loss;
      expect(smoothedLosses[index]).toBeCloseTo(weighted / (1 - 0.9 ** (index + 1)), 10);
    });
    model.dispose();
  });

  it('puts weights, statistics, random keys and the optimizer back to the bit, and leaks nothing', async () => {
    const model = sequential({
      seed: 2,
      layers: [dense({ units: 4, inputShape: [2] }), batchNormalization(), dropout({ rate: 0.5 }), dense({ units: 1 })],
    });
    model.compile({ optimizer: adam(), loss: 'meanSquaredError' });
    await model.fit(x, y, { epochs: 1 });
    const before = await valuesOf(model);
    await findLearningRate(model, { x, y, steps: 5 });
    expect(await valuesOf(model)).toEqual(before);
    const tensors = memory().numTensors;
    await findLearningRate(model, { x, y, steps: 5 });
    expect(memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('refuses a schedule, no data, and a range that is none', async () => {
    const scheduled = linear(sgd({ learningRate: cosineDecay({ initialLearningRate: 1, decaySteps: 9 }) }));
    await expect(findLearningRate(scheduled, { x, y })).rejects.toThrow(/\[LEARNING_RATE_SCHEDULED\]$/);
    const model = linear();
    await expect(findLearningRate(model, {})).rejects.toThrow(/\[LAYER_OPTION\]$/);
    for (const wrong of [
      { steps: 2 },
      { minLearningRate: 0 },
      { maxLearningRate: 1e-8 },
      { smoothing: 1 },
      { divergence: 1 },
    ]) {
      await expect(findLearningRate(model, { x, y, ...wrong })).rejects.toThrow(/\[LAYER_OPTION\]$/);
    }
    scheduled.dispose();
    model.dispose();
  });
});
