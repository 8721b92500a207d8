/** Kernels that cannot be differentiated, and say so by name, at the moment that a gradient would go through them. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';

/** An entry whose gradient throws. */
function refuse(kernelName: string, received: string, expected: string): tf.GradConfig {
  return {
    kernelName,
    gradFunc: () => {
      throw gradientMissing(kernelName, received, expected);
    },
  };
}

/** The tape of tfjs takes no gradient but float32. */
const complexKernels = [tf.Complex, tf.Real, tf.Imag, tf.ComplexAbs, tf.FFT, tf.IFFT];

/** Gradients of gradients, for which the table has other kernels, and fused kernels, which never are on a tape. */
const internalKernels = [
  tf.AvgPool3DGrad,
  tf.EluGrad,
  tf.FusedConv2D,
  tf.FusedDepthwiseConv2D,
  tf._FusedMatMul,
  tf.LRNGrad,
  tf.MaxPool3DGrad,
  tf.ResizeBilinearGrad,
  tf.ResizeNearestNeighborGrad,
];

/** Kernels whose gradients nobody has written yet. */
const openKernels = [
  tf.Bincount,
  tf.CropAndResize,
  tf.DenseBincount,
  tf.Dilation2D,
  tf.Dilation2DBackpropFilter,
  tf.Dilation2DBackpropInput,
  tf.NonMaxSuppressionV5,
  tf.RotateWithOffset,
  tf.Transform,
  tf.Unique,
];

/** Entries that throw UnsupportedError GRADIENT_MISSING. */
export const refusedGradients: readonly tf.GradConfig[] = [
  ...complexKernels.map((name) => refuse(name, 'a path through complex64', 'float32 all the way')),
  ...internalKernels.map((name) => refuse(name, 'a call of the kernel itself', 'the public op, which has a gradient')),
  ...openKernels.map((name) => refuse(name, 'a path through it', 'ops that have a gradient')),
];
