/** Records of kernels that add elements at the edges of a tensor. */
import { MirrorPad, PadV2 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/padding.js';
import type { MirrorPadAttributes, PadAttributes } from '../oracle/padding.js';
import { shapes } from './arbitrary.js';
import { type Movement, movementRecord } from './movement.js';
import type { OpRecord } from './op-record.js';

const padRecord = movementRecord<PadAttributes>(PadV2, laws.pad, {
  cases: [
    { shape: [1], attributes: { paddings: [[0, 0]], constantValue: 0 } },
    { shape: [0], attributes: { paddings: [[2, 3]], constantValue: 1 } },
    { shape: [17], attributes: { paddings: [[3, 1]], constantValue: 1 } },
    {
      shape: [3, 4],
      attributes: {
        paddings: [
          [0, 0],
          [2, 0],
        ],
        constantValue: 0,
      },
    },
    {
      shape: [3, 4],
      attributes: {
        paddings: [
          [1, 2],
          [0, 5],
        ],
        constantValue: 1,
      },
    },
    {
      shape: [2, 0, 3],
      attributes: {
        paddings: [
          [1, 0],
          [0, 0],
          [1, 1],
        ],
        constantValue: 1,
      },
    },
    {
      shape: [2, 3, 2],
      attributes: {
        paddings: [
          [1, 0],
          [0, 0],
          [2, 1],
        ],
        constantValue: 0,
      },
    },
    {
      shape: [2, 3, 2, 1],
      attributes: {
        paddings: [
          [0, 1],
          [1, 0],
          [0, 0],
          [1, 1],
        ],
        constantValue: 1,
      },
    },
    {
      shape: [1, 2, 1, 3, 2, 2],
      attributes: {
        paddings: [
          [1, 0],
          [0, 0],
          [0, 2],
          [1, 1],
          [0, 0],
          [1, 0],
        ],
        constantValue: 0,
      },
    },
  ],
  random: paddedShapes(() => 2).chain(({ shape, paddings }) =>
    fc.constantFrom(0, -1.5).map((constantValue) => ({ shape, attributes: { paddings, constantValue } })),
  ),
});

/** Shapes, and paddings of each axis up to a limit that depends on its size. */
function paddedShapes(
  limitOf: (size: number) => number,
): fc.Arbitrary<{ readonly shape: number[]; readonly paddings: [number, number][] }> {
  return shapes({ minRank: 1, maxRank: 6, maxSide: 3 }).chain((shape) =>
    fc
      .tuple(...shape.map((size) => fc.tuple(fc.nat(limitOf(size)), fc.nat(limitOf(size)))))
      .map((paddings) => ({ shape, paddings })),
  );
}

const mirrorCases: readonly Movement<Omit<MirrorPadAttributes, 'mode'>>[] = [
  { shape: [1], attributes: { paddings: [[0, 0]] } },
  { shape: [3], attributes: { paddings: [[2, 2]] } },
  { shape: [17], attributes: { paddings: [[5, 0]] } },
  {
    shape: [3, 4],
    attributes: {
      paddings: [
        [1, 2],
        [3, 0],
      ],
    },
  },
  {
    shape: [2, 3, 4],
    attributes: {
      paddings: [
        [1, 0],
        [0, 2],
        [2, 3],
      ],
    },
  },
  {
    shape: [2, 1, 3, 2, 1, 2],
    attributes: {
      paddings: [
        [1, 1],
        [0, 0],
        [0, 2],
        [1, 0],
        [0, 0],
        [0, 1],
      ],
    },
  },
];

const mirrorPadRecord = movementRecord<MirrorPadAttributes>(MirrorPad, laws.mirrorPad, {
  cases: [
    ...mirrorCases.flatMap(({ shape, attributes }) =>
      (['reflect', 'symmetric'] as const).map((mode) => ({ shape, attributes: { ...attributes, mode } })),
    ),
    {
      shape: [1, 3],
      attributes: {
        paddings: [
          [1, 1],
          [3, 3],
        ],
        mode: 'symmetric',
      },
      title: 'all of it mirrored',
    },
  ],
  random: fc.constantFrom<MirrorPadAttributes['mode'][]>('reflect', 'symmetric').chain((mode) =>
    paddedShapes((size) => (mode === 'reflect' ? size - 1 : size)).map(({ shape, paddings }) => ({
      shape,
      attributes: { paddings, mode },
    })),
  ),
});

export const paddingRecords: readonly OpRecord[] = [padRecord, mirrorPadRecord];
