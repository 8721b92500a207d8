/** Records of the resampling of images. */
import {
  ResizeBilinear,
  ResizeBilinearGrad,
  ResizeNearestNeighbor,
  ResizeNearestNeighborGrad,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/resize.js';
import type { ResizeAttributes } from '../oracle/resize.js';
import { type Accuracy, sumOf } from './accuracy.js';
import { floats, integers, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'images';

type ResizeInputs = { readonly images: HostTensor };
type ResizeCase = OpCase<ResizeInputs, ResizeAttributes>;

/** Corners on corners, centers on centers, edges on edges. */
const conventions = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
] as const;

/** Up, down, by a whole factor and not, to and from one pixel, and not at all. */
const edgeSizes: readonly (readonly [shape: readonly number[], size: readonly [number, number]])[] = [
  [
    [1, 2, 3, 1],
    [4, 6],
  ],
  [
    [2, 5, 4, 3],
    [3, 2],
  ],
  [
    [1, 3, 5, 2],
    [7, 4],
  ],
  [
    [1, 1, 1, 1],
    [1, 1],
  ],
  [
    [1, 1, 4, 5],
    [3, 1],
  ],
  [
    [1, 4, 3, 9],
    [1, 1],
  ],
  [
    [1, 3, 3, 17],
    [3, 3],
  ],
  [
    [0, 2, 2, 1],
    [3, 3],
  ],
];

const cases: readonly ResizeCase[] = edgeSizes.flatMap(([shape, size], seed) =>
  conventions.map((convention) => ({ inputs: { images: floats(shape, seed) }, attributes: { ...convention, size } })),
);

const random: fc.Arbitrary<ResizeCase> = fc
  .record({
    height: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 5 }),
    channels: fc.integer({ min: 1, max: 3 }),
    size: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })),
    convention: fc.constantFrom(...conventions),
    seed: seeds,
  })
  .map(({ height, width, channels, size, convention, seed }) => ({
    inputs: { images: floats([1, height, width, channels], seed) },
    attributes: { ...convention, size },
  }));

/**
 * A mean of four pixels, with weights that come of a place in the image: its rounding, one unit of the number of
 * pixels of a side, is the error of a weight.
 */
const interpolated: Accuracy<ResizeInputs> = { of: 'tensor', ulps: ({ images }) => 8 + 4 * sideOf(images) };

function sideOf({ shape }: HostTensor): number {
  return Math.max(shape[1] as number, shape[2] as number);
}

function forward(name: string, law: OpRecord<ResizeInputs, ResizeAttributes>['law'], accuracy: Accuracy<ResizeInputs>) {
  const record: OpRecord<ResizeInputs, ResizeAttributes> = {
    name,
    family,
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: ['images'] },
    cases,
    random,
  };
  return record;
}

function gradientCase({ inputs: { images }, attributes }: ResizeCase): OpCase {
  const [batch, , , channels] = images.shape as [number, number, number, number];
  return { inputs: { images, dy: floats([batch, ...attributes.size, channels], 9) }, attributes };
}

function backward(name: string, law: OpRecord['law'], accuracy: Accuracy): OpRecord {
  return {
    name,
    family,
    law,
    accuracy,
    gradient: { kind: 'smooth', inputs: ['dy'] },
    cases: cases.map(gradientCase),
    random: random.map(gradientCase),
  };
}

const nearest = forward(ResizeNearestNeighbor, laws.resizeNearestNeighbor, { of: 'element', ulps: () => 0.5 });

/** Bilinear and nearest, with their gradients. */
export const resizeRecords: readonly OpRecord[] = [
  forward(ResizeBilinear, laws.resizeBilinear, interpolated),
  backward(ResizeBilinearGrad, laws.resizeBilinearGradient as OpRecord['law'], {
    of: 'tensor',
    ulps: ({ images, dy }) => 8 + 4 * sideOf(images as HostTensor) + (dy as HostTensor).values.length / 2,
  }),
  {
    ...nearest,
    cases: [
      ...cases,
      ...conventions.map((convention) => ({
        inputs: { images: integers([1, 3, 2, 2], 1) },
        attributes: { ...convention, size: [5, 3] as const },
      })),
    ],
  } as OpRecord,
  backward(
    ResizeNearestNeighborGrad,
    laws.resizeNearestNeighborGradient as OpRecord['law'],
    sumOf(({ dy }) => (dy as HostTensor).values.length),
  ),
];
