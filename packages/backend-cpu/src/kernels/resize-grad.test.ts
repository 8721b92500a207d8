import { expectWithinRounding, seededValues } from '@isograd/testing';
import {
  ResizeBilinear,
  ResizeBilinearGrad,
  ResizeNearestNeighbor,
  ResizeNearestNeighborGrad,
} from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const sizes = [
  [1, 1],
  [2, 3],
  [4, 2],
  [5, 7],
] as const;
const options = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
];

/**
 * Resizing is linear, y = A x, so that its gradient is Aᵀ dy; the columns of A are the images of the unit vectors.
 * The forward kernels are upstream's, held to their definition by upstream's own specs.
 */
it.each([
  [ResizeBilinear, ResizeBilinearGrad],
  [ResizeNearestNeighbor, ResizeNearestNeighborGrad],
])('the gradient of %s is its transpose, square or not', (forward, backward) => {
  for (const [height, width] of sizes) {
    for (const size of sizes) {
      for (const { alignCorners, halfPixelCenters } of options) {
        const attributes = { alignCorners, halfPixelCenters, size: [...size] };
        const [outHeight, outWidth] = size;
        const dy = seededValues(1, outHeight * outWidth);
        const exact = new Float64Array(height * width);
        const magnitudes = new Float64Array(height * width);
        for (let pixel = 0; pixel < height * width; pixel++) {
          const unit = Array.from({ length: height * width }, (_, index) => (index === pixel ? 1 : 0));
          const column = runKernel(forward, { images: values(unit, [1, height, width, 1]) }, attributes).data;
          dy.forEach((value, index) => {
            exact[pixel] = (exact[pixel] as number) + value * (column[index] as number);
            magnitudes[pixel] = (magnitudes[pixel] as number) + Math.abs(value * (column[index] as number));
          });
        }
        const images = values([], [1, height, width, 1]);
        const dyValues = values([...dy], [1, outHeight, outWidth, 1]);
        const dx = runKernel(backward, { images, dy: dyValues }, attributes);
        expect(dx.shape).toEqual([1, height, width, 1]);
        expectWithinRounding(dx.data, exact, magnitudes, dy.length);
      }
    }
  }
});
