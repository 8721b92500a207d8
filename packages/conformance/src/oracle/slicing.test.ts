/** Against the examples in the documentation of tf.strided_slice and of NumPy's indexing. */
import { expect, it } from 'vitest';
import { hostTensor } from './host-tensor.js';
import { slice, split, stridedSlice } from './slicing.js';

const noMasks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };

it.each([
  [[1, 0, 0], [2, 1, 3], [1, 1, 1], hostTensor([3, 3, 3], [1, 1, 3])],
  [[1, 0, 0], [2, 2, 3], [1, 1, 1], hostTensor([3, 3, 3, 4, 4, 4], [1, 2, 3])],
  [[1, -1, 0], [2, -3, 3], [1, -1, 1], hostTensor([4, 4, 4, 3, 3, 3], [1, 2, 3])],
])('tf.strided_slice from %j to %j by %j', (begin, end, strides, expected) => {
  const x = hostTensor([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6], [3, 2, 3]);
  expect(stridedSlice({ x }, { begin, end, strides, ...noMasks })).toEqual(expected);
});

const upToNine = hostTensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

it.each([
  ['1:7:2', { begin: 1, end: 7, stride: 2 }, [1, 3, 5]],
  ['-2:10', { begin: -2, end: 10, stride: 1 }, [8, 9]],
  ['-3:3:-1', { begin: -3, end: 3, stride: -1 }, [7, 6, 5, 4]],
  ['5:', { begin: 5, end: 0, stride: 1, endMask: 1 }, [5, 6, 7, 8, 9]],
  ['::-3', { begin: 0, end: 0, stride: -3, beginMask: 1, endMask: 1 }, [9, 6, 3, 0]],
  ['5:2', { begin: 5, end: 2, stride: 1 }, []],
])('NumPy: arange(10)[%s]', (_notation, { begin, end, stride, ...masks }, expected) => {
  const attributes = { begin: [begin], end: [end], strides: [stride], ...noMasks, ...masks };
  expect(stridedSlice({ x: upToNine }, attributes)).toEqual(hostTensor(expected));
});

it('NumPy: x[..., 0] and x[:, newaxis] of shape [2, 3, 1]', () => {
  const x = hostTensor([1, 2, 3, 4, 5, 6], [2, 3, 1]);
  const whole = { begin: [0, 0], end: [0, 1], strides: [1, 1], ...noMasks };
  expect(stridedSlice({ x }, { ...whole, ellipsisMask: 1, shrinkAxisMask: 2 })).toEqual({ ...x, shape: [2, 3] });
  expect(stridedSlice({ x }, { ...whole, beginMask: 1, endMask: 1, newAxisMask: 2 })).toEqual({
    ...x,
    shape: [2, 1, 3, 1],
  });
});

it('slices and splits', () => {
  const x = hostTensor([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(slice({ x }, { begin: [0, 1], size: [-1, 2] })).toEqual(hostTensor([2, 3, 5, 6], [2, 2]));
  expect(slice({ x }, { begin: 1, size: 1 })).toEqual(hostTensor([4, 5, 6], [1, 3]));
  expect(split({ x }, { numOrSizeSplits: [1, -1], axis: 1 })).toEqual([
    hostTensor([1, 4], [2, 1]),
    hostTensor([2, 3, 5, 6], [2, 2]),
  ]);
});
