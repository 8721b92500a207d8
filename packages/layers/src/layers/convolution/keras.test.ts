/** Every convolution against Keras: outputs and the gradient of every input and weight. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) =>
  /^(Depthwise|Separable)?Conv\dD(Transpose)?$/.test(op),
);

it('covers every case', () => {
  expect(cases.length).toBe(46);
});

describeBackends('convolutions against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
