/** The catalogue of this package's error messages: one function a message, each with its code. */
import { formatShape, type Shape, UnsupportedError, ValueError } from '@isograd/core';

const where = 'backend "cpu"';

export function kernelCaseMissing(kernelName: string, received: string, expected: string): UnsupportedError {
  return new UnsupportedError({
    code: 'CPU_KERNEL_CASE',
    where: `${kernelName} of ${where}`,
    problem: 'this case of the kernel does not exist here.',
    received,
    expected,
    fix: 'convert the tensors first: tf.real and tf.imag for the parts of complex numbers, tf.cast for the others.',
  });
}

export function repeatedOutputLabel(equation: string): ValueError {
  return new ValueError({
    code: 'CPU_EINSUM',
    where: `Einsum of ${where}`,
    problem: 'each label may stand once after the arrow.',
    received: `"${equation}"`,
    expected: 'an output such as the "ik" of "ij,jk->ik"',
    fix: 'leave the repeated label out, and put the result on a diagonal with tf.diag.',
  });
}

export function indexOutside(kernelName: string, index: number, axis: number, shape: Shape): ValueError {
  return new ValueError({
    code: 'CPU_INDEX',
    where: `${kernelName} of ${where}`,
    problem: 'an index lies outside of the axis that it is for.',
    received: `${index} for axis ${axis} of ${formatShape(shape)}`,
    expected: `0 to ${(shape[axis] ?? 0) - 1}`,
    fix: 'correct the indices; negative ones are not counted from the end.',
  });
}

export function negativeBin(received: number): ValueError {
  return new ValueError({
    code: 'CPU_BINCOUNT',
    where: `DenseBincount of ${where}`,
    problem: 'numbers that are counted must not be negative.',
    received: `${received}`,
    expected: '0 or more',
    fix: 'shift them by their minimum first.',
  });
}
