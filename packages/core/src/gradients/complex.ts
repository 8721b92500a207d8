/**
 * Refusals of the kernels of complex numbers: the tape of tfjs takes no gradient but float32, so that what leads
 * through complex64 cannot be differentiated, and says so by name.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';

/** Entries of Complex, Real, Imag, ComplexAbs, FFT and IFFT, whose gradients throw. */
export const complexGradients: readonly tf.GradConfig[] = [
  tf.Complex,
  tf.Real,
  tf.Imag,
  tf.ComplexAbs,
  tf.FFT,
  tf.IFFT,
].map((kernelName) => ({
  kernelName,
  gradFunc: () => {
    throw gradientMissing(kernelName, 'a path through complex64', 'float32 all the way');
  },
}));
