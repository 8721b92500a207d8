/** Records of convolution in two and three dimensions, and of its gradients. */
import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  Conv3D,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/convolution.js';
import type { ConvolutionInputs } from '../oracle/convolution.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import type { Padding, SlidingAttributes } from '../oracle/window.js';
import { sumOf } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'convolution';

/** One convolution, channels last: what the cases of the forward kernel and of both gradients are made of. */
export interface ConvolutionSizes {
  readonly batch: number;
  /** Of the spatial axes. */
  readonly space: readonly number[];
  readonly window: readonly number[];
  readonly channels: number;
  readonly filters: number;
  readonly attributes: SlidingAttributes;
}

/** Windows, strides and paddings that differ by axis; rests beside vector registers and tiles; nothing at all. */
const imageSizes: readonly ConvolutionSizes[] = [
  sizes([5, 5], [3, 3], 3, 4, { strides: [1, 1], pad: 'same' }),
  sizes([1, 1], [1, 1], 1, 1, { strides: [1, 1], pad: 'valid' }),
  sizes([7, 6], [3, 2], 1, 5, { strides: [2, 1], pad: 'valid' }),
  sizes([6, 7], [2, 3], 5, 1, { strides: [1, 2], pad: 'same' }),
  sizes([9, 9], [3, 3], 2, 3, { strides: [1, 1], pad: 'same', dilations: [2, 3] }),
  sizes([8, 8], [1, 1], 17, 9, { strides: [3, 3], pad: 'same' }),
  sizes([7, 7], [2, 2], 3, 2, { strides: [3, 3], pad: 'valid' }),
  sizes([5, 4], [3, 3], 2, 7, { strides: [2, 2], pad: 1 }),
  sizes([5, 8], [2, 4], 3, 2, { strides: [1, 2], pad: 1 }),
  sizes([5, 4], [4, 3], 2, 2, { strides: [2, 1], pad: explicit([1, 2], [0, 1]) }),
  sizes([2, 2], [5, 5], 2, 3, { strides: [1, 1], pad: 'same' }),
  sizes([6, 6], [3, 3], 33, 17, { strides: [1, 1], pad: 'same' }),
  { ...sizes([4, 4], [3, 3], 2, 3, { strides: [1, 1], pad: 'same' }), batch: 0 },
  { ...sizes([4, 4], [3, 3], 4, 8, { strides: [1, 1], pad: 'same' }), batch: 3 },
];

const volumeSizes: readonly ConvolutionSizes[] = [
  sizes([4, 4, 4], [2, 2, 2], 2, 3, { strides: [1, 1, 1], pad: 'valid' }),
  sizes([1, 1, 1], [1, 1, 1], 1, 1, { strides: [1, 1, 1], pad: 'same' }),
  sizes([5, 4, 3], [3, 2, 3], 3, 5, { strides: [2, 1, 1], pad: 'same' }),
  sizes([6, 5, 7], [2, 2, 2], 1, 2, { strides: [3, 3, 3], pad: 'same' }),
  sizes([5, 5, 5], [1, 1, 1], 2, 2, { strides: [3, 3, 3], pad: 'same' }),
  { ...sizes([3, 3, 3], [2, 2, 2], 2, 2, { strides: [1, 1, 1], pad: 'valid' }), batch: 0 },
];

/** Convolutions of images drawn at random: strides or dilations, never both, as the public op demands. */
const randomSizes = (rank: 2 | 3): fc.Arbitrary<ConvolutionSizes> => {
  const each = (min: number, max: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      space: each(3, rank === 2 ? 6 : 4),
      window: each(1, rank === 2 ? 3 : 2),
      channels: fc.integer({ min: 1, max: 3 }),
      filters: fc.integer({ min: 1, max: 3 }),
      steps: each(1, 2),
      isDilated: fc.boolean(),
      pad: fc.constantFrom<Padding>('same', 'valid'),
    })
    .map(({ steps, isDilated, pad, ...rest }) => ({
      ...rest,
      attributes: isDilated
        ? { strides: rest.space.map(() => 1), dilations: steps.map((step, axis) => stepWithin(rest, axis, step)), pad }
        : { strides: steps, dilations: rest.space.map(() => 1), pad },
    }));
};

/** Dilation that leaves the window within the image: 'valid' has to find one at least. */
function stepWithin(
  { space, window }: { readonly space: readonly number[]; readonly window: readonly number[] },
  axis: number,
  step: number,
): number {
  return ((window[axis] as number) - 1) * step < (space[axis] as number) ? step : 1;
}

/** Sizes of one sample or two: the usual case. */
export function sizes(
  space: readonly number[],
  window: readonly number[],
  channels: number,
  filters: number,
  attributes: SlidingAttributes,
): ConvolutionSizes {
  const dilations = space.map(() => 1);
  return { batch: 2, space, window, channels, filters, attributes: { dilations, ...attributes } };
}

/** Explicit padding of images, channels last. */
export function explicit(rows: readonly [number, number], columns: readonly [number, number]): Padding {
  return [[0, 0], rows, columns, [0, 0]];
}

function convolutionCase(
  { batch, space, window, channels, filters, attributes }: ConvolutionSizes,
  seed: number,
): {
  readonly inputs: ConvolutionInputs;
  readonly attributes: SlidingAttributes;
} {
  return {
    inputs: {
      x: floats([batch, ...space, channels], seed),
      filter: floats([...window, channels, filters], seed + 1),
    },
    attributes: { dataFormat: space.length === 2 ? 'NHWC' : 'NDHWC', ...attributes },
  };
}

type ConvolutionCase = OpCase<ConvolutionInputs, SlidingAttributes>;

/** The same convolution with its channels second. */
export function channelsFirst({ inputs, attributes }: ConvolutionCase): ConvolutionCase {
  const pad = attributes.pad;
  return {
    inputs: { ...inputs, x: laws.inFormat(inputs.x, { dataFormat: 'NCHW' }) },
    attributes: {
      ...attributes,
      dataFormat: 'NCHW',
      pad: typeof pad === 'object' ? [0, 3, 1, 2].map((axis) => pad[axis] as readonly [number, number]) : pad,
    },
  };
}

/** What a convolution of images asks of its kernels in both formats, of volumes in the one that they know. */
function casesOf<Case>(all: readonly ConvolutionSizes[], caseOf: (convolution: ConvolutionCase) => Case): Case[] {
  const cases = all.map((each, seed) => convolutionCase(each, seed));
  const isImage = all[0]?.space.length === 2;
  return [...cases, ...(isImage ? cases.map(channelsFirst) : [])].map(caseOf);
}

/** Random cases, in both formats where there are two. */
function randomOf<Case>(rank: 2 | 3, caseOf: (convolution: ConvolutionCase) => Case): fc.Arbitrary<Case> {
  return fc
    .tuple(randomSizes(rank), seeds, rank === 2 ? fc.boolean() : fc.constant(false))
    .map(([each, seed, isChannelsFirst]) => {
      const convolution = convolutionCase(each, seed);
      return caseOf(isChannelsFirst ? channelsFirst(convolution) : convolution);
    });
}

/** Records of the kernels of one rank: the convolution, and its transposes, which are linear in what they take. */
function recordsOf(rank: 2 | 3, names: { forward: string; input: string; filter: string }): readonly OpRecord[] {
  const all = rank === 2 ? imageSizes : volumeSizes;
  const withDy = ({ inputs, attributes }: ConvolutionCase): HostTensor =>
    floats(laws.convolution(inputs, attributes).shape, 7);
  /** The backward kernels are not told of dilations: the op that has them is differentiated by other means. */
  const withoutDilations = ({ dilations: _dilations, ...rest }: SlidingAttributes): SlidingAttributes => rest;
  const undilated = all.filter(({ attributes }) => isOne(attributes.dilations));

  const toInputGradient = (each: ConvolutionCase): OpCase<HostInputs, object> => {
    const convolution = { ...each, attributes: withoutDilations(each.attributes) };
    return {
      inputs: { dy: withDy(convolution), filter: convolution.inputs.filter },
      attributes: { ...convolution.attributes, inputShape: convolution.inputs.x.shape },
    };
  };
  const toFilterGradient = (each: ConvolutionCase): OpCase<HostInputs, object> => {
    const convolution = { ...each, attributes: withoutDilations(each.attributes) };
    return {
      inputs: { x: convolution.inputs.x, dy: withDy(convolution) },
      attributes: { ...convolution.attributes, filterShape: convolution.inputs.filter.shape },
    };
  };
  const forward: OpRecord<ConvolutionInputs, SlidingAttributes> = {
    name: names.forward,
    family,
    law: laws.convolution,
    accuracy: sumOf(laws.termsOf),
    gradient: { kind: 'smooth', inputs: ['x', 'filter'] },
    cases: casesOf(all, (each) => each),
    random: randomOf(rank, (each) => each),
  };
  const inputGradient: OpRecord = {
    name: names.input,
    family,
    law: laws.convolutionInputGradient as OpRecord['law'],
    accuracy: sumOf(({ filter }) => (filter as HostTensor).values.length),
    gradient: { kind: 'smooth', inputs: ['dy', 'filter'] },
    cases: casesOf(undilated, toInputGradient),
    random: randomOf(rank, toInputGradient),
  };
  const filterGradient: OpRecord = {
    name: names.filter,
    family,
    law: laws.convolutionFilterGradient as OpRecord['law'],
    accuracy: sumOf(({ dy }) => (dy as HostTensor).values.length),
    gradient: { kind: 'smooth', inputs: ['x', 'dy'] },
    cases: casesOf(undilated, toFilterGradient),
    random: randomOf(rank, toFilterGradient),
  };
  return [forward, inputGradient, filterGradient];
}

function isOne(dilations: SlidingAttributes['dilations']): boolean {
  return dilations === undefined || [dilations].flat().every((dilation) => dilation === 1);
}

/** Conv2D and Conv3D, each with its gradients. */
export const convolutionRecords: readonly OpRecord[] = [
  ...recordsOf(2, { forward: Conv2D, input: Conv2DBackpropInput, filter: Conv2DBackpropFilter }),
  ...recordsOf(3, { forward: Conv3D, input: Conv3DBackpropInputV2, filter: Conv3DBackpropFilterV2 }),
];
