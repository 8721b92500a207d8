/** The catalogue of this package's error messages: one function a message, each with its code. */
import { UnsupportedError } from '@isograd/core';

export function complexRefused(kernelName: string): UnsupportedError {
  return new UnsupportedError({
    code: 'CPU_KERNEL_CASE',
    where: `${kernelName} of backend "cpu"`,
    problem: 'this case of the kernel does not exist here.',
    received: 'complex64',
    expected: 'float32, int32, bool or string',
    fix: 'use the real and imaginary parts: tf.real, tf.imag, tf.complex.',
  });
}
