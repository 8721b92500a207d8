/** Convolution of each channel apart. */
import { conv } from '@isograd/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { ConvolutionWindow } from './convolution.js';

/**
 * Convolves each channel with its own kernels.
 *
 * @param x - float32 `[batch, ..., channels]`
 * @param kernel - float32 `[...kernelSize, channels, depthMultiplier]`
 * @returns float32 `[batch, ..., channels * depthMultiplier]`, the outputs of a channel together.
 */
export function convolveDepthwise(x: Tensor, kernel: Tensor, window: ConvolutionWindow): Tensor {
  const { strides, padding, dilationRate } = window;
  const [channels = 1, multiplier = 1] = kernel.shape.slice(-2);
  const grouped = reshape(kernel, [...kernel.shape.slice(0, -2), 1, channels * multiplier]); // [...kernelSize, 1, filters]
  return conv(x, grouped, { strides, padding, dilationRate, groups: channels });
}
