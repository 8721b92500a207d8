/** Every layer that reshapes, pads, crops or resizes against Keras: outputs and gradients. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const family =
  /^(Cropping|ZeroPadding|UpSampling)\dD$|^(CenterCrop|Flatten|Permute|RepeatVector|Rescaling|Reshape|Resizing)$/;

const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => family.test(op));

it('covers every case', () => {
  expect(cases.length).toBe(49);
});

describeBackends('reshaping against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
