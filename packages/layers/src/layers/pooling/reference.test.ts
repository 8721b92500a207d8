/** Every pooling layer against PyTorch: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { expectReference } from '../../testing/layer-reference.js';
import { averagePooling1d, averagePooling2d, averagePooling3d } from './average-pooling.js';
import { globalAveragePooling1d, globalAveragePooling2d } from './global-average-pooling.js';
import { globalMaxPooling2d } from './global-max-pooling.js';
import { maxPooling1d, maxPooling2d, maxPooling3d } from './max-pooling.js';
import type { PoolingOptions } from './pooling.js';

/** What the configs of PyTorch's cases hold, in the words of the fixture files. */
interface Config {
  readonly rank: number;
  readonly mode: 'max' | 'avg';
  readonly pool_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'same' | 'valid';
  readonly keepdims: boolean;
}

const windows: Readonly<Record<string, (options: PoolingOptions<never>) => Layer>> = {
  max1: maxPooling1d,
  max2: maxPooling2d,
  max3: maxPooling3d,
  avg1: averagePooling1d,
  avg2: averagePooling2d,
  avg3: averagePooling3d,
};

/** The layer of a case of PyTorch, or undefined for one of another family. */
function layerOf({ op, config, inputs }: FixtureCase<Config>): Layer | undefined {
  const { rank, mode, strides, padding, keepdims: keepDims } = config;
  if (op === 'pool') {
    return windows[`${mode}${rank}`]?.({ poolSize: config.pool_size as never, strides: strides as never, padding });
  }
  if (op !== 'global_pool') return undefined;
  if (mode === 'max') return globalMaxPooling2d({ keepDims });
  return inputs['x']?.shape.length === 3 ? globalAveragePooling1d({ keepDims }) : globalAveragePooling2d({ keepDims });
}

const torch = (await loadFixtures<Config>('layers')).cases.filter((fixture) => layerOf(fixture) !== undefined);

it('covers every case', () => {
  expect(torch.length).toBe(12);
});

describeBackends('pooling against PyTorch', () => {
  it.each(torch.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOf(fixture) as Layer, fixture as FixtureCase<never>);
  });
});
