/** Models under optimizers that ask for more than gradients, and the weights that these judge. */
import { NdArray, setLogger } from '@isograd/core';
import {
  accumulateGradients,
  adam,
  applyIfFinite,
  exponentialMovingAverage,
  freezing,
  lbfgs,
  lookahead,
  lossScaling,
  multiOptimizer,
  type Optimizer,
  type OptimizerName,
  recipes,
  sam,
  scheduleFreeAdamw,
  sgd,
} from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { batchNormalization, dense, dropout, type Model, sequential, swapEMAWeights } from '../index.js';

const count = 32;
const x = new NdArray(seededValues(1, 3 * count), [count, 3]);
const y = new NdArray(seededValues(2, count), [count, 1]);

function compiled(optimizer: Optimizer | OptimizerName, jit: boolean): Model {
  const model = sequential({
    name: 'net',
    seed: 3,
    layers: [
      dense({ units: 4, activation: 'tanh', inputShape: [3] }),
      batchNormalization(),
      dropout({ rate: 0.25 }),
      dense({ units: 1, name: 'head' }),
    ],
  });
  model.compile({ optimizer, loss: 'meanSquaredError', metrics: ['meanAbsoluteError'], jit });
  return model;
}

async function valuesOf(model: Model): Promise<number[][]> {
  return (await model.getWeights()).map(({ data }) => Array.from(data));
}

const asking: Readonly<Record<string, () => Optimizer>> = {
  sam: () => sam(sgd({ learningRate: 0.05 })),
  'sam with adam, in small batches': () => accumulateGradients(sam(adam()), { steps: 2 }),
  lbfgs: () => lbfgs({ memorySize: 3 }),
  lossScaling: () => lossScaling(adam()),
  'accumulateGradients, lossScaling, sam': () =>
    accumulateGradients(lossScaling(sam(adam({ learningRate: 0.05 }))), { steps: 2 }),
  'exponentialMovingAverage, lookahead': () =>
    exponentialMovingAverage(lookahead(sgd({ learningRate: 0.1 }), { syncPeriod: 2 }), { overwriteFrequency: 3 }),
  'multiOptimizer, applyIfFinite, freezing': () =>
    multiOptimizer({
      default: freezing(adam({ learningRate: 0.05 }), { mask: (path) => path.endsWith('gamma') }),
      groups: {
        head: { params: ['head'], optimizer: applyIfFinite(sgd({ learningRate: 0.1 }), { maxConsecutiveErrors: 3 }) },
      },
    }),
};

describeBackends('models under optimizers', () => {
  it.each(Object.entries(asking))('are trained by a captured step as by an eager one: %s', async (_name, make) => {
    const [captured, eager] = [compiled(make(), true), compiled(make(), false)];
    const warnings: string[] = [];
    const logger = setLogger((message) => warnings.push(message));
    const logs = await Promise.all([captured, eager].map((model) => model.fit(x, y, { epochs: 3, batchSize: 16 })));
    setLogger(logger);
    expect(warnings).toEqual([]);
    const [a, b] = [await valuesOf(captured), await valuesOf(eager)];
    a.forEach((values, place) =>
      values.forEach((value, index) => expect(value).toBeCloseTo(b[place]?.[index] ?? Number.NaN, 4)),
    );
    expect(logs[0]?.history['loss']?.at(-1)).toBeCloseTo(logs[1]?.history['loss']?.at(-1) ?? Number.NaN, 4);
    const before = memory().numTensors;
    await captured.fit(x, y, { epochs: 4, initialEpoch: 3, batchSize: 16 });
    expect(memory().numTensors).toBe(before);
    captured.dispose();
    eager.dispose();
  });

  it('are passed through a second time without a trace: statistics are those of one pass a step', async () => {
    const still = { learningRate: 0 };
    const [plain, searching] = [compiled(sgd(still), true), compiled(sam(sgd(still), { rho: 1 }), true)];
    const byName = async (model: Model): Promise<Record<string, number[]>> => {
      await model.fit(x, y, { epochs: 2, batchSize: 16 });
      const values = await valuesOf(model);
      return Object.fromEntries(model.weights.map(({ path }, place) => [path, values[place] as number[]]));
    };
    // With a rate of 0 both have the same weights throughout; dropout draws its next mask in both.
    expect(await byName(searching)).toEqual(await byName(plain));
    plain.dispose();
    searching.dispose();
  });

  it('judge the averages when they are asked to, and train on with the weights', async () => {
    const model = compiled(exponentialMovingAverage(adam({ learningRate: 0.1 }), { momentum: 0.9 }), true);
    await model.fit(x, y, { epochs: 3, batchSize: 8 });
    const trained = await valuesOf(model);
    model.useEvaluationWeights(true);
    model.useEvaluationWeights(true);
    const averaged = await valuesOf(model);
    expect(averaged).not.toEqual(trained);
    model.useEvaluationWeights(false);
    expect(await valuesOf(model)).toEqual(trained);

    const straight = compiled(exponentialMovingAverage(adam({ learningRate: 0.1 }), { momentum: 0.9 }), true);
    await straight.fit(x, y, { epochs: 4, batchSize: 8 });
    model.useEvaluationWeights(true);
    await model.fit(x, y, { epochs: 4, initialEpoch: 3, batchSize: 8 });
    expect(await valuesOf(model)).toEqual(await valuesOf(straight));
    model.dispose();
    straight.dispose();
  });

  it('validate with the averages under swapEMAWeights', async () => {
    const model = compiled(scheduleFreeAdamw({ learningRate: 0.1 }), true);
    const options = { epochs: 1, batchSize: 8, validationData: [x, y] as const };
    const { history } = await model.fit(x, y, { ...options, callbacks: swapEMAWeights() });
    const trained = await model.evaluate(x, y);
    model.useEvaluationWeights(true);
    const averaged = await model.evaluate(x, y);
    expect(history['val_loss']?.[0]).toBeCloseTo(averaged['loss'] ?? Number.NaN, 6);
    expect(averaged['loss']).not.toBe(trained['loss']);
    model.dispose();
  });

  it('keep the averages at the end of an epoch with swapOnEpoch, and leave new weights alone', async () => {
    const model = compiled(exponentialMovingAverage(adam()), true);
    await model.fit(x, y, { epochs: 1, batchSize: 8, callbacks: swapEMAWeights({ swapOnEpoch: true }) });
    const averaged = await valuesOf(model);
    model.useEvaluationWeights(false);
    expect(await valuesOf(model)).not.toEqual(averaged);
    model.useEvaluationWeights(true);
    const fresh = (await model.getWeights()).map(
      ({ data, shape }) =>
        new NdArray(
          data.map(() => 1),
          shape,
        ),
    );
    model.setWeights(fresh);
    model.useEvaluationWeights(false);
    expect((await valuesOf(model))[0]?.[0]).toBe(1);
    model.dispose();
  });

  it('say that they have no others', () => {
    const model = compiled('adam', true);
    expect(() => model.useEvaluationWeights(true)).toThrow(/\[EVALUATION_WEIGHTS\]$/);
    expect(() => model.useEvaluationWeights(false)).toThrow(/\[EVALUATION_WEIGHTS\]$/);
    model.dispose();
  });

  it.each(Object.keys(recipes))('learn by the name "%s"', async (name) => {
    const model = compiled(name as OptimizerName, true);
    const { history } = await model.fit(x, y, { epochs: 2 });
    for (const loss of history['loss'] ?? []) expect(loss).not.toBeNaN();
    expect(history['loss']?.[0]).not.toBe(history['loss']?.[1]);
    model.dispose();
  });
});
