/** Layers that move pixels against Keras 3.15 on TensorFlow, with ranges that leave nothing to chance. */
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { expect, it } from 'vitest';
import { augmented } from '../../testing/augmented.js';
import { randomRotation } from './random-rotation.js';
import { randomShear } from './random-shear.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';

const shape = [1, 4, 5, 1] as const;
const pixels = Array.from({ length: 20 }, (_, index) => index ** 2 % 17);

/** What Keras gives; TensorFlow computes it in float32. */
const cases = [
  {
    name: 'rotation, reflect, bilinear',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'reflect', interpolation: 'bilinear', fillValue: 3 }),
    expected: [
      1.790932, 4.363304, 9.791561, 13.10498, 11.15182, 0.675859, 5.424077, 14.02442, 14.55762, 8.02247, 5.470176,
      2.845615, 6.708636, 6.407499, 1.972424, 11.76569, 9.984812, 1.405426, 0.072661, 0.736356,
    ],
  },
  {
    name: 'rotation, reflect, nearest',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'reflect', interpolation: 'nearest', fillValue: 3 }),
    expected: [1, 4, 9, 13, 13, 1, 2, 15, 16, 9, 8, 2, 8, 16, 1, 15, 15, 1, 0, 1],
  },
  {
    name: 'rotation, wrap, bilinear',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'wrap', interpolation: 'bilinear', fillValue: 3 }),
    expected: [
      0.736356, 0.072661, 9.791561, 13.10498, 11.23431, 1.972424, 5.424077, 14.02442, 14.55762, 8.02247, 5.470176,
      2.845615, 6.708636, 6.407499, 11.26899, 10.84818, 9.984812, 1.405426, 3.782018, 7.681782,
    ],
  },
  {
    name: 'rotation, wrap, nearest',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'wrap', interpolation: 'nearest', fillValue: 3 }),
    expected: [1, 0, 9, 13, 8, 1, 2, 15, 16, 9, 8, 2, 8, 16, 9, 9, 15, 1, 4, 9],
  },
  {
    name: 'rotation, constant, bilinear',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'constant', interpolation: 'bilinear', fillValue: 3 }),
    expected: [
      2.86591, 3.952526, 9.791561, 13.10498, 7.078258, 0.861974, 5.424077, 14.02442, 14.55762, 8.02247, 5.470176,
      2.845615, 6.708636, 6.407499, 2.054712, 7.385368, 9.984812, 1.405426, 0.9547, 2.748953,
    ],
  },
  {
    name: 'rotation, constant, nearest',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'constant', interpolation: 'nearest', fillValue: 3 }),
    expected: [3, 4, 9, 13, 13, 1, 2, 15, 16, 9, 8, 2, 8, 16, 1, 15, 15, 1, 0, 3],
  },
  {
    name: 'rotation, nearest, bilinear',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'nearest', interpolation: 'bilinear', fillValue: 3 }),
    expected: [
      1.790932, 4.363304, 9.791561, 13.10498, 11.15182, 0.675859, 5.424077, 14.02442, 14.55762, 8.02247, 5.470176,
      2.845615, 6.708636, 6.407499, 1.972424, 11.76569, 9.984812, 1.405426, 0.072661, 0.736356,
    ],
  },
  {
    name: 'rotation, nearest, nearest',
    make: () => randomRotation({ factor: [0.1, 0.1], fillMode: 'nearest', interpolation: 'nearest', fillValue: 3 }),
    expected: [1, 4, 9, 13, 13, 1, 2, 15, 16, 9, 8, 2, 8, 16, 1, 15, 15, 1, 0, 1],
  },
  {
    name: 'zoom of both axes, constant',
    make: () => randomZoom({ heightFactor: [0.25, 0.25], widthFactor: [-0.5, -0.5], fillMode: 'constant' }),
    expected: [
      0.625, 1.5625, 2.5, 4.0625, 5.625, 1.875, 7.75, 13.625, 13.0625, 12.5, 1.875, 4.4375, 7, 10.5625, 14.125, 0.625,
      0.3125, 0, 0.3125, 0.625,
    ],
  },
  {
    name: 'zoom, reflect',
    make: () => randomZoom({ heightFactor: [0.3, 0.3] }),
    expected: [
      0, 0.7, 4, 11.1, 16, 6.8, 3.335, 13.35, 12.715, 13.45, 13.35, 5.299999, 6.799999, 12.1, 8.25, 4, 1.9, 0, 1.9, 4,
    ],
  },
  {
    name: 'translation, nearest',
    make: () => randomTranslation({ heightFactor: [0.25, 0.25], widthFactor: [-0.3, -0.3], fillMode: 'nearest' }),
    expected: [2.5, 6.5, 12.5, 16, 16, 2.5, 6.5, 12.5, 16, 16, 8.5, 14, 13, 13, 13, 5, 12, 12.5, 9, 9],
  },
] as const;

describeBackends('layers that move pixels', () => {
  it.each(cases)('$name', ({ make, expected }) => {
    const [{ values, shape: got }] = augmented(make(), [{ values: pixels, shape }]);
    expect(got).toEqual(shape);
    const reference = { shape, dtype: 'float64', values: Float64Array.from(expected) };
    expectWithinTolerance(values, reference, { kind: 'trajectory' });
  });

  it('shears about the upper left pixel, in one of two directions', () => {
    const [s, t] = [0.5, 0.25];
    const layer = randomShear({ xFactor: [s, s], yFactor: [t, t], fillMode: 'constant', fillValue: -1 });
    const count = 12;
    const images = Array.from({ length: count }, () => pixels).flat();
    const [{ values }] = augmented(layer, [{ values: images, shape: [count, 4, 5, 1] }]);
    const both = [sheared(s, t), sheared(-s, -t)];
    const directions = Array.from({ length: count }, (_, index) => {
      const image = Array.from(values.subarray(20 * index, 20 * index + 20));
      return both.findIndex((expected) => expected.every((value, place) => value === image[place]));
    });
    expect(new Set(directions)).toEqual(new Set([0, 1]));
  });
});

/** Pixel (x, y) from (x + s y, y + t x), linear between pixels; multiples of 1/8 and 1/16 that float32 holds. */
function sheared(s: number, t: number): number[] {
  const read = (y: number, x: number): number => (y < 0 || y > 3 || x < 0 || x > 4 ? -1 : (pixels[y * 5 + x] ?? 0));
  return pixels.map((_, index) => {
    const [x, y] = [index % 5, Math.floor(index / 5)];
    const [fromX, fromY] = [x + s * y, y + t * x];
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    const [right, below] = [fromX - left, fromY - top];
    const upper = (1 - right) * read(top, left) + right * read(top, left + 1);
    const lower = (1 - right) * read(top + 1, left) + right * read(top + 1, left + 1);
    return (1 - below) * upper + below * lower;
  });
}
