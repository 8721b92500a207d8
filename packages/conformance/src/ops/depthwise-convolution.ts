/** Records of depthwise convolution and of its gradients. */
import {
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/convolution.js';
import type { ConvolutionInputs } from '../oracle/convolution.js';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { Padding, SlidingAttributes } from '../oracle/window.js';
import { sumOf } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import { channelsFirst, type ConvolutionSizes, explicit, sizes } from './convolution.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'convolution';

type DepthwiseCase = OpCase<ConvolutionInputs, SlidingAttributes>;

/** `filters` is the multiplier of the channels. */
const edgeSizes: readonly ConvolutionSizes[] = [
  sizes([5, 5], [3, 3], 3, 1, { strides: [1, 1], pad: 'same' }),
  sizes([1, 1], [1, 1], 1, 1, { strides: [1, 1], pad: 'valid' }),
  sizes([6, 7], [3, 2], 5, 2, { strides: [2, 2], pad: 'valid' }),
  sizes([6, 6], [2, 3], 1, 3, { strides: [1, 1], pad: 'same' }),
  sizes([9, 8], [3, 3], 4, 1, { strides: [1, 1], pad: 'same', dilations: [2, 2] }),
  sizes([7, 7], [2, 2], 9, 1, { strides: [3, 3], pad: 'same' }),
  sizes([7, 7], [1, 1], 2, 2, { strides: [2, 2], pad: 'same' }),
  sizes([5, 5], [3, 3], 17, 1, { strides: [1, 1], pad: 1 }),
  sizes([5, 8], [2, 4], 3, 2, { strides: [1, 2], pad: 1 }),
  sizes([5, 4], [3, 3], 7, 1, { strides: [2, 2], pad: explicit([1, 2], [0, 1]) }),
  sizes([2, 2], [5, 5], 8, 1, { strides: [1, 1], pad: 'same' }),
  { ...sizes([4, 4], [3, 3], 2, 2, { strides: [1, 1], pad: 'same' }), batch: 0 },
];

const randomSizes: fc.Arbitrary<ConvolutionSizes> = fc
  .record({
    space: fc.tuple(fc.integer({ min: 5, max: 7 }), fc.integer({ min: 5, max: 7 })),
    window: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    channels: fc.integer({ min: 1, max: 5 }),
    multiplier: fc.integer({ min: 1, max: 2 }),
    step: fc.integer({ min: 1, max: 2 }),
    isDilated: fc.boolean(),
    pad: fc.constantFrom<Padding>('same', 'valid'),
  })
  .map(({ space, window, channels, multiplier, step, isDilated, pad }) =>
    sizes(space, window, channels, multiplier, {
      strides: isDilated ? [1, 1] : [step, step],
      dilations: isDilated ? [step, step] : [1, 1],
      pad,
    }),
  );

function forwardCase(
  { batch, space, window, channels, filters, attributes }: ConvolutionSizes,
  seed: number,
): DepthwiseCase {
  const x = floats([batch, ...space, channels], seed);
  return { inputs: { x, filter: floats([...window, channels, filters], seed + 1) }, attributes };
}

function inputGradientCase({ inputs, attributes }: DepthwiseCase): OpCase {
  const dy = floats(laws.depthwiseConvolution(inputs, attributes).shape, 7);
  return { inputs: { dy, filter: inputs.filter }, attributes: { ...attributes, inputShape: inputs.x.shape } };
}

function filterGradientCase({ inputs, attributes }: DepthwiseCase): OpCase {
  const dy = floats(laws.depthwiseConvolution(inputs, attributes).shape, 7);
  return { inputs: { x: inputs.x, dy }, attributes: { ...attributes, filterShape: inputs.filter.shape } };
}

const cases = edgeSizes.map(forwardCase);
const random = fc.tuple(randomSizes, seeds).map(([each, seed]) => forwardCase(each, seed));

const forward: OpRecord<ConvolutionInputs, SlidingAttributes> = {
  name: DepthwiseConv2dNative,
  family,
  law: laws.depthwiseConvolution,
  accuracy: sumOf(({ filter }) => (filter.shape[0] as number) * (filter.shape[1] as number)),
  gradient: { kind: 'smooth', inputs: ['x', 'filter'] },
  cases: [...cases, ...cases.map(channelsFirst)],
  random,
};

const inputGradient: OpRecord = {
  name: DepthwiseConv2dNativeBackpropInput,
  family,
  law: laws.depthwiseInputGradient as OpRecord['law'],
  accuracy: sumOf(({ filter }) => (filter as HostTensor).values.length),
  gradient: { kind: 'smooth', inputs: ['dy', 'filter'] },
  cases: cases.map(inputGradientCase),
  random: random.map(inputGradientCase),
};

const filterGradient: OpRecord = {
  name: DepthwiseConv2dNativeBackpropFilter,
  family,
  law: laws.depthwiseFilterGradient as OpRecord['law'],
  accuracy: sumOf(({ dy }) => (dy as HostTensor).values.length),
  gradient: { kind: 'smooth', inputs: ['x', 'dy'] },
  cases: cases.map(filterGradientCase),
  random: random.map(filterGradientCase),
};

/** DepthwiseConv2dNative with its gradients. */
export const depthwiseConvolutionRecords: readonly OpRecord[] = [forward, inputGradient, filterGradient];
