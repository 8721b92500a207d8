/** Fully connected layers and identity against Keras: outputs, terms of the loss and gradients. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const ops = ['Dense', 'EinsumDense', 'Identity'];
const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => ops.includes(op));

it('covers every case', () => {
  expect(cases.length).toBe(12);
});

describeBackends('dense, einsumDense and identity against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
