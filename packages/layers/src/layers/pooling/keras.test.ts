/** Every pooling layer against Keras: outputs and gradients. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => /Pooling\dD$/.test(op));

it('covers every case', () => {
  expect(cases.length).toBe(50);
});

describeBackends('pooling against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
