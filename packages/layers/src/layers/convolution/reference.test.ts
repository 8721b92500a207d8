/** Every convolution against PyTorch: outputs and the gradient of every input and weight. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { sequential } from '../../models/sequential.js';
import { expectReference } from '../../testing/layer-reference.js';
import { zeroPadding2d } from '../reshaping/zero-padding.js';
import { Conv1D } from './conv1d.js';
import { Conv1DTranspose } from './conv1d-transpose.js';
import { Conv2D, conv2d } from './conv2d.js';
import { Conv2DTranspose } from './conv2d-transpose.js';
import { Conv3D } from './conv3d.js';
import { Conv3DTranspose } from './conv3d-transpose.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';
import { separableConv2d } from './separable-conv2d.js';

/** What the configs of PyTorch's cases hold, in the words of the fixture files. */
interface Config {
  readonly rank: number;
  readonly filters: number;
  readonly depth_multiplier: number;
  readonly strides: readonly number[];
  readonly padding: 'same' | 'valid' | [[number, number], [number, number]];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly use_bias: boolean;
}

const ranks: Readonly<Record<number, [new (options: never) => Layer, new (options: never) => Layer]>> = {
  1: [Conv1D, Conv1DTranspose],
  2: [Conv2D, Conv2DTranspose],
  3: [Conv3D, Conv3DTranspose],
};

/** The layer of a case of PyTorch, or undefined for one of another family. */
function layerOf({ op, config, weights }: FixtureCase<Config>): Layer | undefined {
  const kernel = weights['kernel'] ?? weights['depthwise_kernel'];
  const { strides, padding, filters, groups, use_bias: useBias = true } = config;
  const options = {
    filters,
    kernelSize: kernel?.shape.slice(0, -2) as [number, number],
    strides: strides as [number, number],
    padding: padding as 'same' | 'valid',
    dilationRate: (config.dilation ?? 1) as [number, number],
    depthMultiplier: config.depth_multiplier,
    useBias,
  };
  const [Conv, ConvTranspose] = ranks[config.rank] ?? [Conv2D, Conv2DTranspose];
  switch (op) {
    case 'conv':
      if (typeof padding === 'string') return new Conv({ ...options, groups } as never);
      return sequential({ layers: [zeroPadding2d({ padding }), conv2d({ ...options, padding: 'valid', groups })] });
    case 'conv_transpose':
      return new ConvTranspose(options as never);
    case 'depthwise_conv2d':
      return depthwiseConv2d(options);
    case 'separable_conv2d':
      return separableConv2d(options);
    default:
      return undefined;
  }
}

const torch = (await loadFixtures<Config>('layers')).cases.filter((fixture) => layerOf(fixture) !== undefined);

it('covers every case', () => {
  expect(torch.length).toBe(21);
});

describeBackends('convolutions against PyTorch', () => {
  it.each(torch.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const names: Record<string, string> = { depthwiseKernel: 'depthwise_kernel', pointwiseKernel: 'pointwise_kernel' };
    if (fixture.op === 'depthwise_conv2d') names['kernel'] = 'depthwise_kernel';
    await expectReference(layerOf(fixture) as Layer, fixture as FixtureCase<never>, {
      nameOf: ({ name }) => names[name] ?? name,
    });
  });
});
