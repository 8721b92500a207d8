/** Losses, weights and data of models with several outputs; weights that are read and set. */
import { NdArray } from '@isograd/core';
import { sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { afterEach, expect, it } from 'vitest';
import { activation } from '../layers/activations/activation.js';
import { dense } from '../layers/core/dense.js';
import { input } from '../symbolic-tensor.js';
import { model } from './functional.js';
import type { Model } from './model.js';
import { sequential } from './sequential.js';

const made: Model[] = [];

function tracked<M extends Model>(created: M): M {
  made.push(created);
  return created;
}

/** Two inputs that are used as they are, so that every loss can be computed by hand. */
function twoHeads(): Model {
  const left = input({ shape: [2], name: 'left' });
  const right = input({ shape: [1], name: 'right' });
  const identity = (name: string): ReturnType<typeof dense> =>
    dense({ units: name === 'a' ? 2 : 1, name, useBias: false, kernelInitializer: 'identity' });
  return tracked(model({ inputs: [left, right], outputs: [identity('a').apply(left), identity('b').apply(right)] }));
}

const array = (values: readonly number[], width: number): NdArray =>
  new NdArray(Float32Array.from(values), [values.length / width, width]);

const x = { left: array([1, 2, 3, 4], 2), right: array([1, 5], 1) };
// Errors of a: 1, 2 | 3, 4, so squared means 2.5 and 12.5; of b: 1 and 5.
const y = { a: array([0, 0, 0, 0], 2), b: array([0, 0], 1) };
const still = sgd({ learningRate: 0 });

describeBackends('objectives', () => {
  afterEach(() => {
    for (const created of made.splice(0)) created.dispose();
  });

  it('has losses, weights and metrics by name of the output', async () => {
    const heads = twoHeads();
    heads.compile({
      optimizer: still,
      loss: { a: 'meanSquaredError', b: 'meanAbsoluteError' },
      lossWeights: { b: 10 },
      metrics: { b: ['meanSquaredError'] },
    });
    const logs = await heads.evaluate(x, y);
    expect(logs['loss']).toBeCloseTo((2.5 + 12.5) / 2 + (10 * (1 + 5)) / 2, 5);
    expect(Object.keys(logs)).toEqual(['loss', 'b_meanSquaredError']);
    expect(logs['b_meanSquaredError']).toBeCloseTo(13, 5);
  });

  it('leaves outputs without a loss alone, and takes no targets for them', async () => {
    const heads = twoHeads();
    heads.compile({ optimizer: still, loss: [null, 'meanAbsoluteError'] });
    expect((await heads.evaluate(x, { b: y.b }))['loss']).toBeCloseTo(3, 5);
    expect((await heads.evaluate([x.left, x.right], y.b))['loss']).toBeCloseTo(3, 5);
  });

  it('weighs the examples of each output', async () => {
    const heads = twoHeads();
    heads.compile({ optimizer: still, loss: 'meanSquaredError' });
    const weights = { a: [1, 0], b: [0, 2] };
    // Σ loss · weight / N
    const expected = 2.5 / 2 + (2 * 25) / 2;
    expect((await heads.evaluate(x, y, { sampleWeight: weights }))['loss']).toBeCloseTo(expected, 5);
    const both = (2.5 * 3 + 12.5 + 1 * 3 + 25) / 2;
    expect((await heads.evaluate(x, y, { sampleWeight: [3, 1] }))['loss']).toBeCloseTo(both, 5);
  });

  it('weighs classes, in class numbers and in one-hot rows alike', async () => {
    const classes = tracked(sequential({ layers: [activation({ activation: 'softmax', inputShape: [3] })], seed: 0 }));
    const logits = array([2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 1, 1], 3);
    const labels = [0, 1, 2, 0];
    const oneHot = array(
      labels.flatMap((label) => [0, 1, 2].map((other) => (other === label ? 1 : 0))),
      3,
    );
    const nll = (row: readonly number[], label: number): number =>
      Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[label] ?? 0);
    const rows = [0, 1, 2, 3].map((row) => Array.from(logits.data.subarray(3 * row, 3 * row + 3)));
    const weights = [5, 1, 0.5, 5];
    const expected =
      rows.reduce((sum, row, index) => sum + nll(row, labels[index] ?? 0) * (weights[index] ?? 0), 0) / 4;
    const classWeight = { 0: 5, 2: 0.5 };
    classes.compile({ optimizer: still, loss: 'sparseCategoricalCrossentropy' });
    const sparse = await classes.trainOnBatch(logits, Int32Array.from(labels), { classWeight });
    expect(sparse['loss']).toBeCloseTo(expected, 5);
    classes.compile({ optimizer: still, loss: 'categoricalCrossentropy' });
    const dense = await classes.trainOnBatch(logits, oneHot, { classWeight });
    expect(dense['loss']).toBeCloseTo(expected, 5);
    const halved = await classes.trainOnBatch(logits, oneHot, { classWeight, sampleWeight: [0.5, 0.5, 0.5, 0.5] });
    expect(halved['loss']).toBeCloseTo(expected / 2, 5);
  });

  it('reads and sets weights, all or none', async () => {
    const mlp = tracked(sequential({ layers: [dense({ units: 2, inputShape: [3] }), dense({ units: 1 })], seed: 1 }));
    expect(() => sequential({ layers: [dense({ units: 2 })] }).setWeights([])).toThrow(/\[LAYER_NOT_BUILT\]$/);
    const before = await mlp.getWeights();
    expect(before.map(({ shape }) => shape)).toEqual([[3, 2], [2], [2, 1], [1]]);
    const values = before.map(
      ({ shape, size }, index) => new NdArray(Float32Array.from(seededValues(index, size)), shape),
    );
    mlp.setWeights(values);
    expect((await mlp.getWeights()).map(({ data }) => Array.from(data))).toEqual(
      values.map(({ data }) => Array.from(data)),
    );
    expect(() => mlp.setWeights(before.slice(1))).toThrow(/\[WEIGHT_COUNT\]$/);
    const wrong = [before[0], before[1], before[3], before[2]] as NdArray[];
    expect(() => mlp.setWeights(wrong)).toThrow(/weight "dense_1\/kernel".*\[WEIGHT_SHAPE\]$/s);
    expect((await mlp.getWeights()).map(({ data }) => Array.from(data))).toEqual(
      values.map(({ data }) => Array.from(data)),
    );
    expect(mlp.getLayer('dense_1').weights).toHaveLength(2);
    expect(() => mlp.getLayer('dense_2')).toThrow(/\[LAYER_NAME\]$/);
  });

  it('computes in the precision of a policy, and keeps weights in float32', async () => {
    const mlp = tracked(
      sequential({
        layers: [dense({ units: 1, useBias: false, dtypePolicy: 'mixedBfloat16', inputShape: [1] })],
        seed: 1,
      }),
    );
    mlp.initialize();
    mlp.setWeights([array([1 + 2 ** -10], 1)]);
    const [kept] = await mlp.getWeights();
    expect(kept?.data[0]).toBe(1 + 2 ** -10);
    // bfloat16 has 8 significant bits: 1 + 2^-10 rounds to 1, 1 + 2^-7 stays.
    expect(Array.from((await mlp.predict(array([1 + 2 ** -7, 3 + 2 ** -9], 1))).data)).toEqual([1 + 2 ** -7, 3]);
    mlp.compile({ optimizer: sgd({ learningRate: 1 }), loss: 'meanAbsoluteError' });
    await mlp.trainOnBatch(array([1], 1), array([0], 1));
    expect((await mlp.getWeights())[0]?.data[0]).toBe(2 ** -10);
  });

  it('refuses names that are not there', async () => {
    const heads = twoHeads();
    expect(() => heads.compile({ optimizer: still, loss: { c: 'huber' } as never })).toThrow(/\[OUTPUT_NAME\]$/);
    heads.compile({ optimizer: still, loss: 'meanSquaredError' });
    await expect(heads.fit({ left: x.left, up: x.right }, y)).rejects.toThrow(/\[INPUT_NAME\]$/);
    await expect(heads.fit(x, { a: y.a })).rejects.toThrow(/\[INPUT_NAME\]$/);
    await expect(heads.fit(x, y, { classWeight: { 0: 1 } })).rejects.toThrow(/\[CLASS_WEIGHT_OUTPUTS\]$/);
    await expect(heads.fit(x, y, { sampleWeight: { a: [1, 1] } })).rejects.toThrow(/\[INPUT_NAME\]$/);
  });
});
