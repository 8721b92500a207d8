/** The laws of images on pictures that one can check by eye, and on TensorFlow's example of box suppression. */
import { expect, it } from 'vitest';
import { dilation2d } from './dilation2d.js';
import type { HostTensor } from './host-tensor.js';
import { cropAndResize, rotateWithOffset, transform } from './image.js';
import { localResponseNormalization } from './local-response-normalization.js';
import { nonMaxSuppression, softNonMaxSuppression } from './non-max-suppression.js';

function tensor(shape: readonly number[], values: readonly number[]): HostTensor {
  return { shape, dtype: 'float32', values: Float64Array.from(values) };
}

const square = tensor([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

it('crops the middle of a square', () => {
  const inputs = { image: square, boxes: tensor([1, 4], [0.25, 0.25, 0.75, 0.75]), boxInd: tensor([1], [0]) };
  const { values } = cropAndResize(inputs, { method: 'bilinear', cropSize: [2, 2], extrapolationValue: 0 });
  expect(Array.from(values)).toEqual([3, 4, 6, 7]);
});

it('turns a picture by a right angle about the corner of its middle pixel', () => {
  const { values } = rotateWithOffset({ image: square }, { radians: Math.PI / 2, fillValue: 0, center: 1 / 3 });
  expect(Array.from(values)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
});

it('shifts, mirrors and repeats', () => {
  const shifted = tensor([1, 8], [1, 0, -2, 0, 1, 0, 0, 0]);
  const rowOf = (fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest'): number[] =>
    Array.from(
      transform(
        { image: square, transforms: shifted },
        { interpolation: 'nearest', fillMode, fillValue: 0, outputShape: [1, 3] },
      ).values,
    );
  expect(rowOf('constant')).toEqual([0, 0, 1]);
  expect(rowOf('nearest')).toEqual([1, 1, 1]);
  expect(rowOf('reflect')).toEqual([2, 1, 1]);
  expect(rowOf('wrap')).toEqual([2, 3, 1]);
});

it('dilates by the largest sum', () => {
  const filter = tensor([2, 2, 1], [0.5, 0, 0, -4]);
  const { values } = dilation2d({ x: square, filter }, { strides: 1, pad: 'valid' });
  expect(Array.from(values)).toEqual([4, 5, 7, 8]);
});

it('divides by the squares of the neighbours', () => {
  const { values } = localResponseNormalization(
    { x: tensor([1, 1, 1, 3], [1, 2, 3]) },
    { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 },
  );
  const expected = [1 / Math.sqrt(6), 2 / Math.sqrt(15), 3 / Math.sqrt(14)];
  for (const [place, value] of values.entries()) expect(value).toBeCloseTo(expected[place] as number, 14);
});

it('keeps the best of the boxes that overlap', () => {
  const boxes = tensor(
    [6, 4],
    [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 10, 1, 11, 0, 10.1, 1, 11.1, 0, 100, 1, 101],
  );
  const inputs = { boxes, scores: tensor([6], [0.9, 0.75, 0.6, 0.95, 0.5, 0.3]) };
  const attributes = { maxOutputSize: 3, iouThreshold: 0.5, scoreThreshold: 0 };
  expect(Array.from(nonMaxSuppression(inputs, attributes).values)).toEqual([3, 0, 5]);
  const [kept, scores] = softNonMaxSuppression(inputs, {
    ...attributes,
    maxOutputSize: 6,
    iouThreshold: 1,
    softNmsSigma: 0.5,
  });
  expect(Array.from(kept?.values ?? [])).toEqual([3, 0, 1, 5, 4, 2]);
  expect(Array.from(scores?.values ?? [], (score) => Number(score.toFixed(3)))).toEqual([
    0.95, 0.9, 0.384, 0.3, 0.256, 0.197,
  ]);
});
