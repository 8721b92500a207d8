/** The laws of convolution and pooling against PyTorch's results in float64. */
import { type DecodedTensor, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import {
  convolution,
  convolutionFilterGradient,
  convolutionInputGradient,
  depthwiseConvolution,
} from './convolution.js';
import type { HostTensor } from './host-tensor.js';
import { averagePooling, averagePoolingGradient, maxPooling, maxPoolingGradient } from './pooling.js';
import type { Padding } from './window.js';

interface Config {
  readonly strides: number[];
  readonly padding: 'same' | 'valid' | 'causal' | [number, number][];
  readonly dilation?: number[];
  readonly groups?: number;
  readonly mode?: 'max' | 'avg';
  readonly pool_size?: number[];
}

const { cases } = await loadFixtures<Config>('layers');

function host(tensor: DecodedTensor | undefined): HostTensor {
  if (tensor === undefined) throw new Error('the fixture case has no tensor of this name');
  return { shape: tensor.shape, dtype: 'float32', values: tensor.values };
}

function padOf({ padding }: Config): Padding {
  if (padding === 'causal') throw new Error('causal padding is the layer’s');
  return typeof padding === 'string' ? padding : [[0, 0], ...padding, [0, 0]];
}

function expectClose(got: HostTensor, reference: DecodedTensor | undefined): void {
  expect(got.shape).toEqual(reference?.shape);
  const scale = Math.max(1, ...Array.from(reference?.values ?? [], Math.abs));
  for (const [place, value] of got.values.entries()) {
    expect(Math.abs(value - (reference?.values[place] as number)) / scale).toBeLessThan(1e-12);
  }
}

const isPlain = ({ config }: FixtureCase<Config>): boolean => (config.groups ?? 1) === 1 && config.padding !== 'causal';
const named = (op: string): [string, FixtureCase<Config>][] =>
  cases.filter((fixture) => fixture.op === op && isPlain(fixture)).map((fixture) => [fixture.name, fixture]);

it.each(named('conv'))('%s', (_name, { config, inputs, weights, upstream, outputs, grads }) => {
  const attributes = { strides: config.strides, pad: padOf(config), dilations: config.dilation ?? 1 };
  const [x, filter, dy] = [host(inputs['x']), host(weights['kernel']), host(upstream['y'])];
  const y = convolution({ x, filter }, attributes);
  const bias = weights['bias']?.values;
  const channels = y.shape.at(-1) as number;
  expectClose({ ...y, values: y.values.map((value, place) => value + (bias?.[place % channels] ?? 0)) }, outputs['y']);
  expectClose(convolutionInputGradient({ dy, filter }, { ...attributes, inputShape: x.shape }), grads['x']);
  expectClose(convolutionFilterGradient({ x, dy }, { ...attributes, filterShape: filter.shape }), grads['kernel']);
});

it.each(named('depthwise_conv2d'))('%s', (_name, { config, inputs, weights, outputs }) => {
  const filter = host(weights['depthwise_kernel']);
  const y = depthwiseConvolution({ x: host(inputs['x']), filter }, { strides: config.strides, pad: padOf(config) });
  const bias = weights['bias']?.values;
  const channels = y.shape.at(-1) as number;
  expectClose({ ...y, values: y.values.map((value, place) => value + (bias?.[place % channels] ?? 0)) }, outputs['y']);
});

it.each(named('pool'))('%s', (_name, { config, inputs, upstream, outputs, grads }) => {
  const attributes = { strides: config.strides, pad: padOf(config), filterSize: config.pool_size ?? [] };
  const [x, dy] = [host(inputs['x']), host(upstream['y'])];
  const isMax = config.mode === 'max';
  const y = (isMax ? maxPooling : averagePooling)({ x }, attributes);
  expectClose(y, outputs['y']);
  const dx = isMax
    ? maxPoolingGradient({ dy, input: x, output: y }, attributes)
    : averagePoolingGradient({ dy, input: x }, attributes);
  expectClose(dx, grads['x']);
});

it('finds the cases', () => {
  expect([named('conv').length, named('depthwise_conv2d').length, named('pool').length]).toEqual([12, 2, 9]);
});
