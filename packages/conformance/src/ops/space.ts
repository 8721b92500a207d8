/** Records of kernels that move blocks of space into the batch, and channels into space. */
import { BatchToSpaceND, DepthToSpace, SpaceToBatchND } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/space.js';
import type { BatchToSpaceAttributes, DepthToSpaceAttributes, SpaceToBatchAttributes } from '../oracle/space.js';
import { type Movement, movementRecord } from './movement.js';
import type { OpRecord } from './op-record.js';

/** Sizes after division, blocks and paddings of the axes of space, from which both directions are made. */
interface Division {
  readonly batch: number;
  readonly sizes: readonly number[];
  readonly blockShape: readonly number[];
  readonly paddings: readonly (readonly [number, number])[];
  readonly rest: readonly number[];
}

const divisions: readonly Division[] = [
  { batch: 1, sizes: [1, 1], blockShape: [1, 1], paddings: Array(2).fill([0, 0]), rest: [1] },
  { batch: 1, sizes: [2, 3], blockShape: [2, 2], paddings: Array(2).fill([0, 0]), rest: [1] },
  { batch: 2, sizes: [3], blockShape: [3], paddings: [[1, 2]], rest: [] },
  {
    batch: 2,
    sizes: [3, 2],
    blockShape: [2, 3],
    paddings: [
      [1, 0],
      [0, 2],
    ],
    rest: [3],
  },
  { batch: 0, sizes: [2, 2], blockShape: [2, 2], paddings: Array(2).fill([0, 0]), rest: [1] },
  { batch: 1, sizes: [2], blockShape: [2], paddings: [[0, 1]], rest: [2, 3] },
  {
    batch: 1,
    sizes: [2, 1, 2],
    blockShape: [2, 1, 3],
    paddings: [
      [1, 1],
      [0, 0],
      [2, 1],
    ],
    rest: [2, 2],
  },
];

const randomDivisions: fc.Arbitrary<Division> = fc.integer({ min: 1, max: 3 }).chain((axes) => {
  const list = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: axes, maxLength: axes });
  return fc.record({
    batch: fc.integer({ min: 1, max: 2 }),
    sizes: list(fc.integer({ min: 1, max: 3 })),
    blockShape: list(fc.integer({ min: 2, max: 3 })),
    paddings: list(fc.constantFrom<(readonly [number, number])[]>([0, 0], [1, 0], [0, 1])),
    rest: fc.constantFrom<number[][]>([], [1], [2], [2, 3]),
  });
});

function toBatch({ batch, sizes, blockShape, paddings, rest }: Division): Movement<SpaceToBatchAttributes> {
  const space = sizes.map((size, axis) => {
    const [before, after] = paddings[axis] ?? [0, 0];
    return size * (blockShape[axis] ?? 1) - before - after;
  });
  return { shape: [batch, ...space, ...rest], attributes: { blockShape, paddings } };
}

function toSpace({ batch, sizes, blockShape, paddings, rest }: Division): Movement<BatchToSpaceAttributes> {
  const blocks = blockShape.reduce((product, block) => product * block, 1);
  return { shape: [batch * blocks, ...sizes, ...rest], attributes: { blockShape, crops: paddings } };
}

/** A picture whose depth goes into blocks of pixels. */
function depthOf(
  [batch, height, width, depth]: readonly [number, number, number, number],
  blockSize: number,
  dataFormat: DepthToSpaceAttributes['dataFormat'],
): Movement<DepthToSpaceAttributes> {
  const channels = depth * blockSize ** 2;
  const shape = dataFormat === 'NHWC' ? [batch, height, width, channels] : [batch, channels, height, width];
  return { shape, attributes: { blockSize, dataFormat } };
}

const formats = ['NHWC', 'NCHW'] as const;

export const spaceRecords: readonly OpRecord[] = [
  movementRecord(SpaceToBatchND, laws.spaceToBatch, {
    cases: divisions.map(toBatch),
    random: randomDivisions.map(toBatch),
  }),
  movementRecord(BatchToSpaceND, laws.batchToSpace, {
    cases: divisions.map(toSpace),
    random: randomDivisions.map(toSpace),
  }),
  movementRecord(DepthToSpace, laws.depthToSpace, {
    dtypes: ['float32'],
    cases: formats.flatMap((dataFormat) => [
      depthOf([1, 1, 1, 1], 2, dataFormat),
      depthOf([2, 3, 2, 3], 2, dataFormat),
      depthOf([1, 2, 3, 2], 3, dataFormat),
      depthOf([0, 2, 2, 1], 2, dataFormat),
    ]),
    random: fc
      .record({
        sizes: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 3 }))),
        blockSize: fc.integer({ min: 2, max: 3 }),
        dataFormat: fc.constantFrom(...formats),
      })
      .map(({ sizes, blockSize, dataFormat }) =>
        depthOf(sizes as [number, number, number, number], blockSize, dataFormat),
      ),
  }),
];
