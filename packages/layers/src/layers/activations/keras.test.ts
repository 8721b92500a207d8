/** Activation layers against Keras: outputs and the gradients of inputs and slopes, with masks. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const ops = ['Activation', 'ELU', 'LeakyReLU', 'PReLU', 'ReLU', 'Softmax'];
const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => ops.includes(op));

it('covers every case', () => {
  expect(cases.length).toBe(18);
});

describeBackends('activation layers against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
