import { expect, it } from 'vitest';
import {
  type FixtureCase,
  type KerasCategory,
  loadFixtures,
  type OptaxCategory,
  type TorchCategory,
  type TorchMoreCategory,
} from './index.js';

const caseCounts: [TorchCategory, number][] = [
  ['layers', 82],
  ['losses', 28],
  ['metrics', 2],
  ['optimizers', 26],
  ['schedules', 13],
  ['second_order', 3],
  ['trajectories', 6],
];

const torchMoreCounts: [TorchMoreCategory, number][] = [
  ['optimizers', 36],
  ['schedules', 26],
];

const kerasCounts: [KerasCategory, number][] = [
  ['layers', 542],
  ['losses', 258],
  ['metrics', 220],
  ['initializers', 15],
  ['regularizers', 10],
  ['constraints', 12],
  ['callbacks', 33],
  ['optimizers', 146],
  ['schedules', 31],
];

const optaxCounts: [OptaxCategory, number][] = [
  ['optimizers', 43],
  ['transformations', 19],
  ['schedules', 20],
];

function expectDecoded(cases: readonly FixtureCase[]): void {
  for (const { inputs, weights, upstream, outputs, grads } of cases) {
    for (const decoded of [inputs, weights, upstream, outputs, grads].flatMap(Object.values)) {
      expect(decoded.values).toBeInstanceOf(Float64Array);
      expect(decoded.values.length).toBe(decoded.shape.reduce((size: number, axis: number) => size * axis, 1));
    }
  }
}

it.each(caseCounts)('loads %s of PyTorch', async (category, count) => {
  const { cases } = await loadFixtures(category);
  expect(cases.length).toBe(count);
  expectDecoded(cases);
});

it.each(torchMoreCounts)('loads more %s of PyTorch', async (category, count) => {
  const { cases } = await loadFixtures(category, 'torch-more');
  expect(cases.length).toBe(count);
  expectDecoded(cases);
});

it.each(kerasCounts)('loads %s of Keras', async (category, count) => {
  const { cases } = await loadFixtures(category, 'keras');
  expect(cases.length).toBe(count);
  expectDecoded(cases);
});

it.each(optaxCounts)('loads %s of Optax', async (category, count) => {
  const { cases } = await loadFixtures(category, 'optax');
  expect(cases.length).toBe(count);
  expectDecoded(cases);
});

it('decodes little-endian doubles', async () => {
  const { cases } = await loadFixtures('second_order');
  const penalty = cases[0]?.outputs['penalty'];
  // The file's scale is the largest magnitude, written as a decimal number beside the base64.
  expect(penalty?.values[0]).toBe(penalty?.scale);
});

it('decodes the problem of the optimizers, which is the same for every reference', async () => {
  const { problem } = await loadFixtures('optimizers');
  expect(problem?.inputs['X']?.shape).toEqual([12, 4]);
  expect(problem?.inputs['X']?.values.length).toBe(48);
  for (const file of [
    loadFixtures('optimizers', 'torch-more'),
    loadFixtures('optimizers', 'keras'),
    loadFixtures('optimizers', 'optax'),
  ]) {
    expect((await file).problem).toEqual(problem);
  }
});

it('decodes what is not finite', async () => {
  const { cases } = await loadFixtures('transformations', 'optax');
  const grads = cases.find(({ name }) => name === 'apply_if_finite_sgd')?.inputs['g_W'];
  expect(grads?.values.filter(Number.isNaN).length).toBe(1);
  expect(grads?.values.filter((value) => value === Number.NEGATIVE_INFINITY).length).toBe(12);
});
