/** Against the examples in the documentation of TensorFlow's segment sums and of numpy.bincount. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { bincount, denseBincount, sparseSegmentMean, sparseSegmentSum, unsortedSegmentSum } from './segment.js';

const integers = (numbers: readonly number[], shape?: readonly number[]): ReturnType<typeof hostTensor> =>
  hostTensor(numbers, shape, 'int32');

it('adds rows by segment, and drops those of negative ones', () => {
  const x = hostTensor([1, 2, 3, 4, 5, 6, 7, 8, 4, 3, 2, 1], [3, 4]);
  expect(unsortedSegmentSum({ x, segmentIds: integers([0, 1, 0]) }, { numSegments: 2 })).toEqual(
    hostTensor([5, 5, 5, 5, 5, 6, 7, 8], [2, 4]),
  );
  expect(unsortedSegmentSum({ x, segmentIds: integers([1, -1, -1]) }, { numSegments: 2 })).toEqual(
    hostTensor([0, 0, 0, 0, 1, 2, 3, 4], [2, 4]),
  );
});

it.each([
  [[0, 1], [0, 0], [[0, 0, 0, 0]]],
  [
    [0, 1],
    [0, 1],
    [
      [1, 2, 3, 4],
      [-1, -2, -3, -4],
    ],
  ],
  [
    [0, 1, 2],
    [0, 0, 1],
    [
      [0, 0, 0, 0],
      [5, 6, 7, 8],
    ],
  ],
])('adds the rows %j in the segments %j', (indices, segmentIds, rows) => {
  const data = hostTensor([1, 2, 3, 4, -1, -2, -3, -4, 5, 6, 7, 8], [3, 4]);
  expect(sparseSegmentSum({ data, indices: integers(indices), segmentIds: integers(segmentIds) })).toEqual(
    hostTensor(rows.flat(), [rows.length, 4]),
  );
});

it('leaves segments without rows at zero', () => {
  const inputs = { data: hostTensor([2, 4, 6]), indices: integers([0, 1, 2]), segmentIds: integers([0, 2, 2]) };
  expect(sparseSegmentMean(inputs)).toEqual(hostTensor([2, 0, 5]));
});

it('counts, and adds weights', () => {
  const none = hostTensor([]);
  expect(bincount({ x: integers([0, 1, 1, 3, 2, 1, 7]), weights: none }, { size: 8 })).toEqual(
    hostTensor([1, 3, 1, 1, 0, 0, 0, 1]),
  );
  const { values } = bincount(
    { x: integers([0, 1, 1, 2, 2, 2]), weights: hostTensor([0.3, 0.5, 0.2, 0.7, 1, -0.6]) },
    { size: 3 },
  );
  expect(Array.from(values, (value) => value.toFixed(12))).toEqual([
    '0.300000000000',
    '0.700000000000',
    '1.100000000000',
  ]);
});

it('says of each row which numbers occur', () => {
  const x = integers([1, 1, 0, 5], [2, 2]);
  expect(denseBincount({ x, weights: hostTensor([]) }, { size: 3, binaryOutput: true })).toEqual(
    hostTensor([0, 1, 0, 1, 0, 0], [2, 3]),
  );
});
