/** Images of another size. */
import { image, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { mapAxis } from '../map-axis.js';
import { type Interpolation, resizeWeights } from './resize-weights.js';

/** Options of `resizeImages`. */
export interface ResizeOptions {
  readonly interpolation: Interpolation;
  /** Whether kernels grow where the image shrinks; never for `nearest`. */
  readonly antialias: boolean;
}

/**
 * Resamples images, with pixels at half-integer places.
 *
 * @param x - float32 `[batch, height, width, channels]`
 * @param size - New height and width.
 * @returns float32 `[batch, ...size, channels]`
 */
export function resizeImages(
  x: Tensor,
  size: readonly [height: number, width: number],
  { interpolation, antialias }: ResizeOptions,
): Tensor {
  const target: [number, number] = [size[0], size[1]];
  if (interpolation === 'nearest') return image.resizeNearestNeighbor(x as Tensor4D, target, false, true);
  const shrinks = target.some((length, axis) => length < (x.shape[axis + 1] ?? 0));
  const isPlain = interpolation === 'bilinear' && !(antialias && shrinks);
  if (isPlain) return image.resizeBilinear(x as Tensor4D, target, false, true);
  return target.reduce((y, length, index) => {
    const from = y.shape[index + 1] ?? 0;
    if (from === length) return y;
    return mapAxis(y, index + 1, resizeWeights(from, length, { interpolation, antialias }));
  }, x);
}
