/**
 * Gradients of the kernels of complex numbers: the parts, the modulus, and the discrete Fourier transform.
 *
 * The gradient of a real function at z = x + iy is ∂/∂x + i ∂/∂y; through a linear map it is multiplied by the
 * conjugate transpose of that map.
 */
import * as tf from '@tensorflow/tfjs-core';
import { byParts, defineGradient } from './gradient.js';

const zeros = (like: tf.Tensor): tf.Tensor => tf.fill(like.shape, 0);

/** `z` times a real number. */
const scale = (z: tf.Tensor, factor: number): tf.Tensor => byParts((part) => tf.mul(part, factor), z);

/** Length of the rows that are transformed. */
const rowLength = (z: tf.Tensor): number => z.shape[z.rank - 1] ?? 1;

/** d|z| = z / |z|, and 0 at z = 0, where it has none. */
function modulusGradient(dy: tf.Tensor, z: tf.Tensor): tf.Tensor {
  const modulus = tf.abs(z);
  const isZero = tf.equal(modulus, 0);
  const share = tf.div(dy, tf.where(isZero, tf.onesLike(modulus), modulus)); // z itself is 0 where it is not the share
  return byParts((part) => tf.mul(part, share), z);
}

/** Entries of Complex, Real, Imag, ComplexAbs, FFT and IFFT. */
export const complexGradients: readonly tf.GradConfig[] = [
  defineGradient(tf.Complex, [], (dy) => ({ real: () => tf.real(dy), imag: () => tf.imag(dy) })),
  defineGradient(tf.Real, [], (dy) => ({ input: () => tf.complex(dy, zeros(dy)) })),
  defineGradient(tf.Imag, [], (dy) => ({ input: () => tf.complex(zeros(dy), dy) })),
  defineGradient(tf.ComplexAbs, ['x'], (dy, [x]) => ({ x: () => modulusGradient(dy, x) })),
  defineGradient(tf.FFT, [], (dy) => ({ input: () => scale(tf.ifft(dy), rowLength(dy)) })),
  defineGradient(tf.IFFT, [], (dy) => ({ input: () => scale(tf.fft(dy), 1 / rowLength(dy)) })),
];
