import { checkGradient, describeBackends, type TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { complexGradients } from './complex.js';
import { type Checks, describeGradients, spread, square } from '../testing/gradient-checks.js';

/** A function of complex numbers as one of their parts. */
const ofParts = (f: (z: tf.Tensor) => tf.Tensor): TensorFunction => {
  return (re, im) => f(tf.complex(re as tf.Tensor, im as tf.Tensor));
};

const parts = (shape: readonly number[]): tf.Tensor[] => [spread(shape, [0.25, 1]), spread(shape, [-1, -0.25], 2)];

/** The square of the modulus, but for the factors that tell the elements apart. */
const energy = (z: tf.Tensor): tf.Tensor => tf.concat([tf.square(tf.real(z)), tf.exp(tf.imag(z))]);

/** Rows of a power of two and of others, one of them odd. */
const transformed = (f: (z: tf.Tensor) => tf.Tensor): (() => { f: TensorFunction; inputs: tf.Tensor[] }[]) => {
  return () =>
    [
      [2, 8],
      [3, 5],
      [1, 6],
      [2, 2, 3],
      [2, 1],
    ]
      .filter((shape) => tf.getBackend() !== 'webgl' || accepts(f, shape)) // whose reshape leaves the parts as they were
      .map((shape) => ({ f: ofParts((z) => energy(f(z))), inputs: parts(shape) }));
};

const checks: Checks = {
  [tf.Complex]: () => [{ f: ofParts(energy), inputs: parts([2, 3]) }],
  [tf.Real]: () => [{ f: ofParts((z) => square(tf.real(z))), inputs: parts([2, 3]) }],
  [tf.Imag]: () => [{ f: ofParts((z) => square(tf.imag(z))), inputs: parts([2, 3]) }],
  [tf.ComplexAbs]: () => [{ f: ofParts((z) => tf.abs(z)), inputs: parts([2, 3]) }],
  [tf.FFT]: transformed((z) => tf.fft(z)),
  [tf.IFFT]: transformed((z) => tf.ifft(z)),
};

describeGradients('gradients of complex numbers', complexGradients, checks);

/** Ops that take complex numbers, by what they do. */
const ops: { readonly [name: string]: (z: tf.Tensor) => tf.Tensor } = {
  clone: (z) => tf.clone(z),
  reshape: (z) => tf.reshape(z, [3, 2]),
  expandDims: (z) => tf.expandDims(z, 1),
  'cast from real numbers': (z) => tf.cast(tf.real(z), 'complex64'),
  'cast to real numbers': (z) => tf.complex(tf.cast(z, 'float32'), tf.imag(z)),
  'the modulus of a spectrum': (z) => tf.complex(tf.abs(tf.fft(z)), tf.imag(z)),
};

/** The same, of ops that not every backend has for complex numbers. */
const rareOps: { readonly [name: string]: (z: tf.Tensor) => tf.Tensor } = {
  add: (z) => tf.add(z, tf.fft(z)),
  'add, broadcast': (z) => tf.add(z, tf.complex(tf.sum(tf.real(z), 0, true), tf.sum(tf.imag(z), 0, true))),
  'add real numbers': (z) => tf.add(z, tf.square(tf.imag(z))),
  sub: (z) => tf.sub(tf.fft(z), z),
  mul: (z) => tf.mul(z, tf.fft(z)),
  'mul, broadcast': (z) => tf.mul(tf.complex(tf.sum(tf.real(z), 1, true), tf.sum(tf.imag(z), 1, true)), z),
  slice: (z) => tf.slice(z, [0, 1], [2, 2]),
  concat: (z) => tf.concat([z, tf.fft(z)], 1),
  stack: (z) => tf.stack([z, tf.fft(z)], 1),
};

/** Whether the backend runs the op on complex numbers, and its result has parts of the same shape. */
function accepts(f: (z: tf.Tensor) => tf.Tensor, shape: readonly number[] = [2, 3]): boolean {
  try {
    return tf.tidy(() => {
      const y = f(tf.complex(tf.ones([...shape]), tf.ones([...shape])));
      return tf.util.arraysEqual(tf.real(y).shape, y.shape);
    });
  } catch (error) {
    expect(String(error)).toMatch(/complex64/);
    return false;
  }
}

describeBackends('gradients by way of complex numbers', () => {
  it.for(Object.entries(ops))('%s', ([, f], { skip }) => {
    if (tf.getBackend() === 'webgl' && !accepts(f)) skip('the parts of a complex tensor keep the shape it had before');
    tf.tidy(() =>
      checkGradient(
        ofParts((z) => energy(f(z))),
        parts([2, 3]),
      ),
    );
  });

  it.for(Object.entries(rareOps))('%s', ([name, f], { skip }) => {
    const isWhole = accepts(f) && (name !== 'stack' || accepts((z) => tf.expandDims(z, 1)));
    if (!isWhole) skip('this backend does not have the op for complex numbers');
    tf.tidy(() =>
      checkGradient(
        ofParts((z) => energy(f(z))),
        parts([2, 3]),
      ),
    );
  });

  it.for([8, 6])('the real transforms of %i numbers', (n) => {
    tf.tidy(() => {
      const x = spread([2, n]);
      checkGradient((at) => energy(tf.spectral.rfft(at as tf.Tensor)), [x]);
      checkGradient((at) => energy(tf.spectral.rfft(at as tf.Tensor, n - 2)), [x]);
      checkGradient((at) => square(tf.spectral.irfft(tf.spectral.rfft(square(at)))), [x]);
      checkGradient(
        ofParts((z) => square(tf.spectral.irfft(z))),
        parts([2, n / 2 + 1]),
      );
    });
  });

  it('a spectrogram', () => {
    tf.tidy(() => {
      const spectrogram = (x: tf.Tensor): tf.Tensor => square(tf.abs(tf.signal.stft(x as tf.Tensor1D, 4, 2)));
      checkGradient(spectrogram as TensorFunction, [spread([11])]);
    });
  });

  it('has ∂/∂x + i ∂/∂y with respect to complex numbers, which stay complex', () => {
    tf.tidy(() => {
      const z = tf.complex(tf.tensor1d([3, 0, -1]), tf.tensor1d([-4, 2, 1]));
      const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.square(tf.abs(at))))(z); // x² + y²
      expect(gradient.dtype).toBe('complex64');
      expect(Array.from(gradient.dataSync())).toEqual([6, -8, 0, 4, -2, 2]);
      const zero = tf.complex(tf.zeros([1]), tf.zeros([1]));
      expect(
        Array.from(
          tf
            .grad((at: tf.Tensor) => tf.abs(at))(zero)
            .dataSync(),
        ),
      ).toEqual([0, 0]);
    });
  });

  it('takes the gradient of a complex value where it is given', () => {
    tf.tidy(() => {
      const z = tf.complex(tf.tensor2d([1, 2], [1, 2]), tf.tensor2d([3, 4], [1, 2]));
      const dy = tf.complex(tf.tensor2d([1, 0], [1, 2]), tf.tensor2d([0, 1], [1, 2]));
      // the transpose of [[1, 1], [1, -1]] is the matrix itself
      const gradient = tf.grad((at: tf.Tensor) => tf.fft(at))(z, dy);
      expect(Array.from(gradient.dataSync())).toEqual([1, 1, 1, -1]);
    });
  });
});
