import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../errors.js';
import { einsumGradients } from './einsum.js';
import { refusedGradients } from './refused.js';

/** Runs a differentiation that fails. tfjs keeps what the tape saved when a gradient throws, so it is freed here. */
function expectMissing(differentiate: () => void, message: RegExp): void {
  const failure = ((): unknown => {
    try {
      return differentiate();
    } catch (error) {
      return error;
    } finally {
      for (const { saved } of tf.engine().state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
    }
  })();
  expect(failure).toBeInstanceOf(UnsupportedError);
  expect((failure as UnsupportedError).code).toBe('GRADIENT_MISSING');
  expect((failure as UnsupportedError).message).toMatch(message);
}

/** A function of a vector of four that ends in the kernel, by kernel name. */
const functions: { readonly [kernelName: string]: (x: tf.Tensor) => tf.Tensor } = {
  Real: (x) => tf.real(tf.complex(x, x)),
  Imag: (x) => tf.imag(tf.complex(x, x)),
  ComplexAbs: (x) => tf.abs(tf.complex(x, x)),
};

describeBackends('a kernel without a gradient', (backendName) => {
  it.for(Object.entries(functions))('is named: %s', ([kernelName, f], { skip }) => {
    if (tf.getKernel(kernelName, backendName) === undefined) skip('this backend has no complex numbers');
    tf.tidy(() => {
      expectMissing(
        () => tf.grad(f)(tf.ones([4])),
        new RegExp(
          `^gradient of ${kernelName}: .*\\n {2}received a path through complex64; expected float32 all the way\\n`,
        ),
      );
    });
  });
});

describe('a refused kernel', () => {
  it.each(refusedGradients.map((entry) => [entry.kernelName, entry] as const))('%s refuses by name', (name, entry) => {
    expect(() => entry.gradFunc([], [], {})).toThrow(`gradient of ${name}: `);
  });
});

it('einsum with a label twice in one tensor refuses by name', () => {
  const [entry] = einsumGradients;
  expect(() => entry?.gradFunc([], [], { equation: 'ii,ij -> ij' })).toThrow(
    /^gradient of Einsum: .*\n {2}received "ii,ij->ij"; expected each label at most once in a tensor\n/,
  );
});
