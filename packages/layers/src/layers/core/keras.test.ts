/** Fully connected layers, embedding, masking and identity against Keras: outputs, masks, terms of the loss, gradients. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const ops = ['Dense', 'EinsumDense', 'Embedding', 'Identity', 'Masking'];
const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => ops.includes(op));

it('covers every case', () => {
  expect(cases.length).toBe(16);
});

describeBackends('layers of the core against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
