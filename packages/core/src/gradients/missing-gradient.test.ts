import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../errors.js';
import { einsumGradients } from './einsum.js';
import { refusedGradients } from './refused.js';

/** Asserts that a differentiation fails, by name. */
function expectMissing(differentiate: () => unknown, message: RegExp): void {
  const failure = ((): unknown => {
    try {
      return differentiate();
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toBeInstanceOf(UnsupportedError);
  expect(failure).toMatchObject({ code: 'GRADIENT_MISSING', message: expect.stringMatching(message) });
}

describeBackends('a case without a gradient', () => {
  it('is named: the scores of soft suppression', () => {
    tf.tidy(() => {
      const boxes = tf.tensor2d([0, 0, 1, 1, 0, 0, 1, 0.9], [2, 4]);
      const kept = (scores: tf.Tensor): tf.Tensor =>
        tf.image.nonMaxSuppressionWithScore(boxes, scores as tf.Tensor1D, 2, 0.5, 0, 0.5)[
          'selectedScores'
        ] as tf.Tensor;
      expectMissing(
        () => tf.grad(kept)(tf.tensor1d([0.5, 0.75])),
        /^gradient of NonMaxSuppressionV5: .*\n.*softNmsSigma 0\.5/,
      );
    });
  });
});

describe('a refused kernel', () => {
  it.each(refusedGradients.map((entry) => [entry.kernelName, entry] as const))('%s refuses by name', (name, entry) => {
    expectMissing(() => entry.gradFunc([], [], {}), new RegExp(`^gradient of ${name}: `));
  });
});

it('einsum with a label twice in one tensor refuses by name', () => {
  const [entry] = einsumGradients;
  expectMissing(
    () => entry?.gradFunc([], [], { equation: 'ii,ij -> ij' }),
    /^gradient of Einsum: .*\n {2}received "ii,ij->ij"; expected each label at most once in a tensor\n/,
  );
});
