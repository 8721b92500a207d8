/** Against the examples in TensorFlow's documentation of space_to_batch_nd, batch_to_space and depth_to_space. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { transpose } from './rearrangement.js';
import { batchToSpace, depthToSpace, spaceToBatch } from './space.js';

const counted = (shape: readonly number[]): ReturnType<typeof hostTensor> =>
  hostTensor(
    Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, place) => place + 1),
    shape,
  );

it('pads, and puts residues before images in the batch', () => {
  const x = counted([2, 2, 4, 1]);
  const blockShape = [2, 2];
  const paddings = [
    [0, 0],
    [2, 0],
  ] as const;
  const moved = hostTensor(
    [0, 1, 3, 0, 9, 11, 0, 2, 4, 0, 10, 12, 0, 5, 7, 0, 13, 15, 0, 6, 8, 0, 14, 16],
    [8, 1, 3, 1],
  );
  expect(spaceToBatch({ x }, { blockShape, paddings })).toEqual(moved);
  expect(batchToSpace({ x: moved }, { blockShape, crops: paddings })).toEqual(x);
});

it.each([
  [counted([1, 1, 1, 4]), counted([1, 2, 2, 1])],
  [counted([1, 1, 1, 12]), counted([1, 2, 2, 3])],
  [counted([1, 2, 2, 4]), hostTensor([1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 13, 14, 11, 12, 15, 16], [1, 4, 4, 1])],
])('spreads the channels of a pixel over a block', (x, expected) => {
  expect(depthToSpace({ x }, { blockSize: 2, dataFormat: 'NHWC' })).toEqual(expected);
  const channelsFirst = { perm: [0, 3, 1, 2] };
  expect(depthToSpace({ x: transpose({ x }, channelsFirst) }, { blockSize: 2, dataFormat: 'NCHW' })).toEqual(
    transpose({ x: expected }, channelsFirst),
  );
});
