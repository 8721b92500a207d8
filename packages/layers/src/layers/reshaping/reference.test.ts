/** Every layer that reshapes, pads, crops or resizes against PyTorch: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference } from '../../testing/layer-reference.js';
import { type UpSampling2DOptions, upSampling2d } from './up-sampling.js';

const torch = (await loadFixtures<UpSampling2DOptions>('layers')).cases.filter(({ op }) => op === 'upsample2d');

it('covers every case', () => {
  expect(torch.length).toBe(2);
});

describeBackends('resizing against PyTorch', () => {
  it.each(torch.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(upSampling2d(fixture.config), fixture as FixtureCase<never>);
  });
});
