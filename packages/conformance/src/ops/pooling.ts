/** Records of pooling over images and volumes, and of its gradients. */
import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  MaxPool,
  MaxPool3D,
  MaxPool3DGrad,
  MaxPoolGrad,
  MaxPoolWithArgmax,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/pooling.js';
import type { PoolingAttributes, PoolingInputs } from '../oracle/pooling.js';
import type { Padding } from '../oracle/window.js';
import { type Accuracy, exact, sumOf } from './accuracy.js';
import { distinctFloats, floats, seeds } from './arbitrary.js';
import { edgeFloats } from './edge-values.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'pooling';

type PoolingCase = OpCase<PoolingInputs, PoolingAttributes>;

/** Shape, window, strides and padding. */
type PoolingSizes = readonly [
  shape: readonly number[],
  filterSize: readonly number[],
  strides: readonly number[],
  pad: Padding,
];

/** Overlap, gaps, borders, one element, odd channels, nothing at all. */
const imageSizes: readonly PoolingSizes[] = [
  [[2, 6, 6, 3], [2, 2], [2, 2], 'valid'],
  [[1, 5, 7, 1], [3, 3], [2, 2], 'same'],
  [[1, 5, 4, 5], [3, 2], [1, 1], 'valid'],
  [[1, 7, 7, 2], [2, 2], [3, 3], 'same'],
  [[1, 7, 7, 2], [1, 1], [2, 2], 'valid'],
  [[2, 4, 5, 7], [3, 3], [1, 1], 1],
  [[1, 5, 8, 3], [2, 4], [1, 2], 1],
  [[1, 2, 2, 9], [4, 4], [1, 1], 'same'],
  [[1, 1, 1, 1], [1, 1], [1, 1], 'valid'],
  [
    [1, 6, 6, 17],
    [2, 3],
    [2, 1],
    [
      [0, 0],
      [1, 0],
      [1, 2],
      [0, 0],
    ],
  ],
  [[0, 4, 4, 2], [2, 2], [2, 2], 'valid'],
];

const volumeSizes: readonly PoolingSizes[] = [
  [[1, 4, 4, 4, 3], [2, 2, 2], [2, 2, 2], 'valid'],
  [[2, 3, 5, 4, 1], [3, 2, 3], [2, 1, 2], 'same'],
  [[1, 5, 5, 5, 2], [2, 2, 2], [3, 3, 3], 'same'],
  [[1, 3, 3, 3, 5], [1, 1, 1], [2, 2, 2], 'valid'],
  [[1, 1, 1, 1, 1], [1, 1, 1], [1, 1, 1], 'valid'],
  [[0, 2, 2, 2, 1], [2, 2, 2], [1, 1, 1], 'valid'],
];

/** Volumes are pooled with a format, images without. */
function poolingCase([shape, filterSize, strides, pad]: PoolingSizes, seed: number): PoolingCase {
  const attributes = { filterSize, strides, pad, ...(shape.length === 5 ? { dataFormat: 'NDHWC' as const } : {}) };
  return { inputs: { x: distinctFloats(shape, seed) }, attributes };
}

function randomCases(rank: 2 | 3): fc.Arbitrary<PoolingCase> {
  const each = (min: number, max: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });
  return fc
    .record({
      space: each(3, 5),
      filterSize: each(1, 3),
      strides: each(1, 3),
      channels: fc.integer({ min: 1, max: 3 }),
      pad: fc.constantFrom<Padding>('same', 'valid'),
      seed: seeds,
    })
    .map(({ space, filterSize, strides, channels, pad, seed }) =>
      poolingCase([[1, ...space, channels], filterSize, strides, pad], seed),
    );
}

/** Signed zeros, subnormals, infinities and NaN, four to a window. */
const edgeImage: PoolingCase = {
  title: 'edge values',
  inputs: {
    x: { shape: [1, 4, 8, 1], dtype: 'float32', values: Float64Array.from([...edgeFloats, 3, 4].slice(0, 32)) },
  },
  attributes: { filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
};

/** A mean divides a sum of the elements of a window. */
const meanOfWindow: Accuracy<HostInputs, PoolingAttributes> = sumOf((inputs, attributes) =>
  laws.windowSizeOf(attributes, (Object.values(inputs)[0] as HostTensor).shape.length - 2),
);

/** A gradient adds up what the windows over an element give: at most as many as a window has elements. */
const sumOfWindows = meanOfWindow;

function forwardRecord(
  name: string,
  rank: 2 | 3,
  law: (inputs: PoolingInputs, attributes: PoolingAttributes) => HostTensor,
  accuracy: Accuracy<HostInputs, PoolingAttributes>,
): OpRecord<PoolingInputs, PoolingAttributes> {
  const cases = (rank === 2 ? imageSizes : volumeSizes).map(poolingCase);
  return {
    name,
    family,
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: ['x'] },
    cases: rank === 2 ? [...cases, edgeImage] : cases,
    random: randomCases(rank),
  };
}

/** The gradient kernels take the image as `input`, the maximum's its pooled values as well. */
function gradientRecord(
  name: string,
  rank: 2 | 3,
  forward: (inputs: PoolingInputs, attributes: PoolingAttributes) => HostTensor,
  law: OpRecord['law'],
  gradient: OpRecord['gradient'],
): OpRecord {
  const toGradient = ({ inputs: { x }, attributes }: PoolingCase): OpCase => {
    const output = forward({ x }, attributes);
    const dy = floats(output.shape, 5);
    const isMaximum = forward === laws.maxPooling;
    return { inputs: { dy, input: x, ...(isMaximum ? { output } : {}) }, attributes };
  };
  return {
    name,
    family,
    law,
    accuracy: sumOfWindows as Accuracy,
    gradient,
    cases: (rank === 2 ? imageSizes : volumeSizes).map(poolingCase).map(toGradient),
    random: randomCases(rank).map(toGradient),
  };
}

const withArgmax: OpRecord<PoolingInputs, PoolingAttributes & { readonly includeBatchInIndex: boolean }> = {
  name: MaxPoolWithArgmax,
  family,
  law: laws.maxPoolingWithArgmax,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: imageSizes
    .filter(([, , , pad]) => typeof pad !== 'object')
    .flatMap((each, seed) =>
      [false, true].map((includeBatchInIndex) => {
        const { inputs, attributes } = poolingCase(each, seed);
        return { inputs, attributes: { ...attributes, includeBatchInIndex } };
      }),
    ),
  random: randomCases(2).map(({ inputs, attributes }) => ({
    inputs,
    attributes: { ...attributes, includeBatchInIndex: false },
  })),
};

const averageGradient = laws.averagePoolingGradient as OpRecord['law'];
const maxGradient = laws.maxPoolingGradient as OpRecord['law'];
const inDy = { kind: 'smooth', inputs: ['dy'] } as const;

/** Average and maximum, over images and volumes. */
export const poolingRecords: readonly OpRecord[] = [
  forwardRecord(AvgPool, 2, laws.averagePooling, meanOfWindow),
  gradientRecord(AvgPoolGrad, 2, laws.averagePooling, averageGradient, inDy),
  forwardRecord(AvgPool3D, 3, laws.averagePooling, meanOfWindow),
  gradientRecord(AvgPool3DGrad, 3, laws.averagePooling, averageGradient, inDy),
  forwardRecord(MaxPool, 2, laws.maxPooling, exact),
  gradientRecord(MaxPoolGrad, 2, laws.maxPooling, maxGradient, inDy),
  withArgmax,
  forwardRecord(MaxPool3D, 3, laws.maxPooling, exact),
  gradientRecord(MaxPool3DGrad, 3, laws.maxPooling, maxGradient, inDy),
];
