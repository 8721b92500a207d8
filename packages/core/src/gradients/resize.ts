/**
 * Gradients of the resampling of images. Both methods are linear and act on height and width apart, so that the
 * gradient is two matrix products with weights that follow from the sizes; tfjs's own kernels for it are wrong for
 * some sizes and options.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type AxisWeights, transposedMap } from './axis.js';
import { defineGradient } from './gradient.js';

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: [number, number];
}

/** How many pixels of the source one pixel of the result covers. */
function pixelRatio(from: number, to: number, alignCorners: boolean): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

function bilinearWeights(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttributes): AxisWeights {
  const ratio = pixelRatio(from, to, alignCorners);
  return Array.from({ length: to }, (_, index) => {
    const center = halfPixelCenters ? ratio * (index + 0.5) - 0.5 : ratio * index;
    const source = Math.min(Math.max(center, 0), from - 1);
    const fraction = source - Math.floor(source);
    const row = new Float32Array(from);
    row[Math.floor(source)] = 1 - fraction;
    if (fraction > 0) row[Math.ceil(source)] = fraction;
    return row;
  });
}

function nearestWeights(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttributes): AxisWeights {
  const ratio = pixelRatio(from, to, alignCorners);
  return Array.from({ length: to }, (_, index) => {
    const source = ratio * (halfPixelCenters ? index + 0.5 : index);
    const row = new Float32Array(from);
    row[Math.min(alignCorners ? Math.round(source) : Math.floor(source), from - 1)] = 1;
    return row;
  });
}

function defineResizeGradient(kernelName: string, weightsOf: typeof bilinearWeights): tf.GradConfig {
  return defineGradient<ResizeAttributes, ['images']>(kernelName, ['images'], (dy, [images], attributes) => ({
    images: () => {
      const [, height = 1, width = 1] = images.shape;
      const [newHeight, newWidth] = attributes.size;
      const byRow = transposedMap(dy, 1, weightsOf(height, newHeight, attributes), height);
      return transposedMap(byRow, 2, weightsOf(width, newWidth, attributes), width);
    },
  }));
}

/** The entry of a kernel that is the transpose of resampling: its own transpose is the resampling. */
function defineTransposedGradient(kernelName: string, resizeKernel: string): tf.GradConfig {
  return defineGradient<Omit<ResizeAttributes, 'size'>, ['images', 'dy']>(
    kernelName,
    ['images', 'dy'],
    (ddx, [images, dy], { alignCorners, halfPixelCenters }) => ({
      images: () => tf.zerosLike(images),
      dy: () => {
        const [, height = 1, width = 1] = dy.shape;
        const attributes = { alignCorners, halfPixelCenters, size: [height, width] };
        return tf.engine().runKernel(resizeKernel, { images: ddx }, attributes);
      },
    }),
  );
}

/** Entries of ResizeBilinear and ResizeNearestNeighbor, and of the kernels that are their gradients. */
export const resizeGradients: readonly tf.GradConfig[] = [
  defineResizeGradient(tf.ResizeBilinear, bilinearWeights),
  defineResizeGradient(tf.ResizeNearestNeighbor, nearestWeights),
  defineTransposedGradient(tf.ResizeBilinearGrad, tf.ResizeBilinear),
  defineTransposedGradient(tf.ResizeNearestNeighborGrad, tf.ResizeNearestNeighbor),
];
