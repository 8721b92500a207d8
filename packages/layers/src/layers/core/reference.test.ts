/** The fully connected layer against PyTorch: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { ActivationName } from '../../activations/activation-function.js';
import { expectReference } from '../../testing/layer-reference.js';
import { dense } from './dense.js';

/** What the configs of PyTorch's cases hold, in the words of the fixture files. */
interface Config {
  readonly units: number;
  readonly use_bias: boolean;
  readonly activation: ActivationName;
}

const cases = (await loadFixtures<Config>('layers')).cases.filter(({ op }) => op === 'dense');

it('covers every case', () => {
  expect(cases.length).toBe(3);
});

describeBackends('dense against PyTorch', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const { units, use_bias: useBias, activation } = fixture.config;
    await expectReference(dense({ units, useBias, activation }), fixture as FixtureCase<never>);
  });
});
