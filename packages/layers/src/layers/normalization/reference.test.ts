/** Normalizations against PyTorch: outputs, statistics and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { expectReference } from '../../testing/layer-reference.js';
import { batchNormalization } from './batch-normalization.js';
import { groupNormalization } from './group-normalization.js';
import { instanceNormalization } from './instance-normalization.js';
import { layerNormalization } from './layer-normalization.js';
import { rmsNormalization } from './rms-normalization.js';

/** What the configs of PyTorch's cases hold, in the words of the fixture files. */
interface Config {
  readonly epsilon: number;
  readonly momentum: number;
  readonly axes: readonly number[];
  readonly groups: number;
}

/** The layer of a case of PyTorch, or undefined for one of another family. */
function layerOf({ op, config }: FixtureCase<Config>): Layer | undefined {
  const { epsilon, momentum, axes, groups } = config;
  switch (op) {
    case 'batch_norm':
      return batchNormalization({ epsilon, momentum });
    case 'layer_norm':
      return layerNormalization({ epsilon, axis: axes });
    case 'group_norm':
      return groupNormalization({ epsilon, groups });
    case 'instance_norm':
      return instanceNormalization({ epsilon });
    case 'rms_norm':
      return rmsNormalization({ epsilon });
    default:
      return undefined;
  }
}

const cases = (await loadFixtures<Config>('layers')).cases.filter((fixture) => layerOf(fixture) !== undefined);

it('covers every case', () => {
  expect(cases.length).toBe(8);
});

describeBackends('normalizations against PyTorch', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const nameOf = fixture.op === 'rms_norm' ? () => 'gamma' : undefined;
    await expectReference(layerOf(fixture) as Layer, fixture as FixtureCase<never>, nameOf && { nameOf });
  });
});
