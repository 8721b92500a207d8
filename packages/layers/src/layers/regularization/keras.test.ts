/** Layers of noise as they are in inference mode, and terms of the loss, against Keras. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const ops = /^(ActivityRegularization|.*Dropout(\dD)?|GaussianNoise)$/;
const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => ops.test(op));

it('covers every case', () => {
  expect(cases.length).toBe(9);
});

describeBackends('regularization against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
