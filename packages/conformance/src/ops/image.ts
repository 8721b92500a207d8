/** Records of what is done to images. */
import { CropAndResize, FlipLeftRight, RotateWithOffset, Transform } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/image.js';
import type { CropAndResizeAttributes, RotateAttributes, TransformAttributes } from '../oracle/image.js';
import { type Accuracy, exact } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'images';

/** A mean of four pixels at a place that is itself a sum of a few products. */
const interpolated: Accuracy = { of: 'tensor', ulps: () => 64 };

type CropInputs = { readonly image: HostTensor; readonly boxes: HostTensor; readonly boxInd: HostTensor };

/** Boxes within, flipped, over the border, whole, and of no size; of both images. */
const someBoxes: readonly (readonly number[])[] = [
  [0, 0, 1, 1],
  [0.2, 0.3, 0.7, 0.9],
  [0.9, 0.8, 0.1, 0.2],
  [-0.3, 0.1, 0.6, 1.4],
  [0.5, 0.5, 0.5, 0.5],
];

function cropCase(method: 'bilinear' | 'nearest', cropSize: readonly [number, number], channels: number, seed: number) {
  const opCase: OpCase<CropInputs, CropAndResizeAttributes> = {
    inputs: {
      image: floats([2, 5, 4, channels], seed),
      boxes: {
        shape: [someBoxes.length, 4],
        dtype: 'float32',
        values: Float64Array.from(someBoxes.flat(), Math.fround),
      },
      boxInd: { shape: [someBoxes.length], dtype: 'int32', values: Float64Array.from([0, 1, 0, 1, 0]) },
    },
    attributes: { method, cropSize, extrapolationValue: 0.25 },
  };
  return opCase;
}

const cropAndResize: OpRecord<CropInputs, CropAndResizeAttributes> = {
  name: CropAndResize,
  family,
  law: laws.cropAndResize,
  accuracy: interpolated,
  gradient: { kind: 'smooth', inputs: ['image'] },
  cases: (['bilinear', 'nearest'] as const).flatMap((method) => [
    cropCase(method, [3, 7], 1, 1),
    cropCase(method, [1, 1], 5, 2),
    cropCase(method, [5, 4], 3, 3),
  ]),
  random: fc
    .tuple(
      fc.constantFrom('bilinear' as const, 'nearest' as const),
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      fc.integer({ min: 1, max: 3 }),
      seeds,
    )
    .map(([method, cropSize, channels, seed]) => cropCase(method, cropSize, channels, seed)),
};

type ImageInputs = { readonly image: HostTensor };

const imageShapes: readonly (readonly number[])[] = [
  [1, 1, 1, 1],
  [2, 3, 4, 3],
  [1, 5, 2, 4],
  [1, 4, 7, 1],
  [0, 2, 2, 3],
];

const flipLeftRight: OpRecord<ImageInputs> = {
  name: FlipLeftRight,
  family,
  law: laws.flipLeftRight,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['image'] },
  cases: imageShapes.flatMap((shape, seed) =>
    [floats(shape, seed), integers(shape, seed)].map((image) => ({ inputs: { image }, attributes: {} })),
  ),
  random: fc
    .tuple(fc.constantFrom(...imageShapes), seeds)
    .map(([shape, seed]) => ({ inputs: { image: floats(shape, seed) }, attributes: {} })),
};

/** Angles whose pixels lie on none of the borders between two sources. */
const rotations: readonly RotateAttributes[] = [
  { radians: 0, fillValue: 0, center: 0.5 },
  { radians: 0.3, fillValue: 7, center: 0.5 },
  { radians: -0.7, fillValue: [1, 2, 3], center: [0.4, 0.6] },
  { radians: 2.1, fillValue: 0, center: [0.1, 0.9] },
];

const rotateWithOffset: OpRecord<ImageInputs, RotateAttributes> = {
  name: RotateWithOffset,
  family,
  law: laws.rotateWithOffset,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['image'] },
  cases: imageShapes
    .filter((shape) => shape[3] !== 1)
    .flatMap((shape, seed) => rotations.map((attributes) => ({ inputs: { image: floats(shape, seed) }, attributes }))),
  random: fc
    .tuple(fc.constantFrom(...rotations), seeds)
    .map(([attributes, seed]) => ({ inputs: { image: floats([1, 5, 4, 3], seed) }, attributes })),
};

type TransformInputs = { readonly image: HostTensor; readonly transforms: HostTensor };

/** The identity, a shift, a rotation with scaling, a perspective. */
const someTransforms: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 1, 0, 0, 0],
  [1, 0, -1.25, 0, 1, 0.75, 0, 0],
  [0.8, 0.3, 0.2, -0.4, 0.9, 0.6, 0, 0],
  [1, 0.1, 0.3, 0.2, 1.1, -0.4, 0.02, 0.01],
];

function transformCase(rows: readonly (readonly number[])[], batch: number, rest: TransformAttributes, seed: number) {
  const opCase: OpCase<TransformInputs, TransformAttributes> = {
    inputs: {
      image: floats([batch, 5, 4, 2], seed),
      transforms: { shape: [rows.length, 8], dtype: 'float32', values: Float64Array.from(rows.flat(), Math.fround) },
    },
    attributes: rest,
  };
  return opCase;
}

const transformModes: readonly TransformAttributes[] = (['nearest', 'bilinear'] as const).flatMap((interpolation) =>
  (['constant', 'reflect', 'wrap', 'nearest'] as const).map((fillMode) => ({
    interpolation,
    fillMode,
    fillValue: 0.5,
  })),
);

const transform: OpRecord<TransformInputs, TransformAttributes> = {
  name: Transform,
  family,
  law: laws.transform,
  accuracy: interpolated,
  gradient: { kind: 'smooth', inputs: ['image'] },
  cases: transformModes.flatMap((mode, seed) => [
    ...someTransforms.map((row) => transformCase([row], 2, mode, seed)),
    transformCase(someTransforms.slice(0, 3), 3, mode, seed),
    transformCase(someTransforms.slice(1, 2), 1, { ...mode, outputShape: [3, 7] }, seed),
  ]),
  random: fc
    .tuple(fc.constantFrom(...transformModes), fc.constantFrom(...someTransforms), seeds)
    .map(([mode, row, seed]) => transformCase([row], 2, mode, seed)),
};

/** Crops, flips, rotations and projections. */
export const imageRecords: readonly OpRecord[] = [cropAndResize, flipLeftRight, rotateWithOffset, transform];
