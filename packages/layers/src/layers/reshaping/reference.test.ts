/** Every layer that reshapes, pads, crops or resizes against PyTorch and Keras: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';
import { type UpSampling2DOptions, upSampling2d } from './up-sampling.js';

const family =
  /^(Cropping|ZeroPadding|UpSampling)\dD$|^(CenterCrop|Flatten|Permute|RepeatVector|Rescaling|Reshape|Resizing)$/;

const torch = (await loadFixtures<UpSampling2DOptions>('layers')).cases.filter(({ op }) => op === 'upsample2d');
const keras = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => family.test(op));

it('covers every case', () => {
  expect(torch.length).toBe(2);
  expect(keras.length).toBe(26);
});

describeBackends('resizing against PyTorch', () => {
  it.each(torch.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(upSampling2d(fixture.config), fixture as FixtureCase<never>);
  });
});

describeBackends('reshaping against Keras', () => {
  it.each(keras.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
