/** PSNR and SSIM against loops in float64, written from the papers. */
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { psnr, ssim } from './image-quality.js';
import type { Metric } from './metric.js';
import { streamMetric } from './stream-metric.js';

const shape: [number, number, number, number] = [2, 13, 14, 2];
const size = shape.reduce((product, axis) => product * axis, 1);
const original = seededValues(1, size, [0, 1]);
const noisy = seededValues(2, size, [-0.125, 0.125]).map((noise, index) => (original[index] as number) + noise);
const at = (image: number, row: number, column: number, channel: number): number =>
  ((image * shape[1] + row) * shape[2] + column) * shape[3] + channel;

/** The mean over all windows of an image and a channel. */
function similarity(image: number, channel: number, maxVal: number): number {
  const weights = Array.from({ length: 11 }, (_, index) => Math.exp(-((index - 5) ** 2) / (2 * 1.5 ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0) ** 2;
  const [c1, c2] = [(0.01 * maxVal) ** 2, (0.03 * maxVal) ** 2];
  let [sum, windows] = [0, 0];
  for (let top = 0; top + 11 <= shape[1]; top++) {
    for (let left = 0; left + 11 <= shape[2]; left++) {
      const expectation = (value: (x: number, y: number) => number): number => {
        let mean = 0;
        for (let row = 0; row < 11; row++) {
          for (let column = 0; column < 11; column++) {
            const index = at(image, top + row, left + column, channel);
            const weight = ((weights[row] as number) * (weights[column] as number)) / total;
            mean += weight * value(original[index] as number, noisy[index] as number);
          }
        }
        return mean;
      };
      const [mx, my] = [expectation((x) => x), expectation((_, y) => y)];
      const vx = expectation((x) => (x - mx) ** 2);
      const vy = expectation((_, y) => (y - my) ** 2);
      const cov = expectation((x, y) => (x - mx) * (y - my));
      sum += ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx ** 2 + my ** 2 + c1) * (vx + vy + c2));
      windows++;
    }
  }
  return sum / windows;
}

describeBackends('image quality', () => {
  const measure = async (metric: Metric, yPred: Float32Array, scale = 1): Promise<number> => {
    const stream = streamMetric(metric);
    tf.tidy(() => {
      const images = (values: Float32Array): tf.Tensor => tf.mul(tf.tensor4d(values, shape), scale);
      stream.update(images(original), images(yPred));
    });
    const value = await stream.result();
    stream.dispose();
    return value as number;
  };
  const check = (value: number, expected: number): void => {
    expectWithinTolerance([value], { shape: [], dtype: 'float64', values: Float64Array.of(expected) });
  };

  it('SSIM is that of the paper, at any range, and 1 for equal images', async () => {
    const parts = [0, 1].flatMap((image) => [0, 1].map((channel) => similarity(image, channel, 1)));
    const expected = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    check(await measure(ssim(), noisy), expected);
    check(await measure(ssim({ maxVal: 256 }), noisy, 256), expected);
    check(await measure(ssim(), original), 1);
  });

  it('PSNR is in decibels, image by image', async () => {
    const perImage = size / 2;
    const decibels = [0, 1].map((image) => {
      let squares = 0;
      for (let index = image * perImage; index < (image + 1) * perImage; index++) {
        squares += ((noisy[index] as number) - (original[index] as number)) ** 2;
      }
      return 10 * Math.log10(1 / (squares / perImage));
    });
    check(await measure(psnr(), noisy), ((decibels[0] as number) + (decibels[1] as number)) / 2);
    expect(await measure(psnr(), original)).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuse what are no images, or smaller than the window', () => {
    expect(() => ssim().stateShapes('compile', [null, 10, 14, 1])).toThrow(/METRIC_SHAPE/);
    expect(() => psnr().stateShapes('compile', [null, 10, 14])).toThrow(/METRIC_SHAPE/);
    expect(ssim().stateShapes('compile', [null, null, 11, 3])).toEqual({ total: [], count: [] });
  });
});
