import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { variableGradients } from './index.js';

describeBackends('variableGradients', () => {
  it('gives zeros for a variable that is not used', async () => {
    const [used, unused] = tf.tidy(() => [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([3]))]) as [
      tf.Variable,
      tf.Variable,
    ];
    const { value, gradients } = tf.tidy(() => {
      const result = variableGradients(() => tf.sum(tf.square(used)), [used, unused]);
      return { value: result.value, gradients: [...result.gradients] };
    });
    expect(Array.from(await value.data())).toEqual([5]);
    expect(await Promise.all(gradients.map(async (gradient) => Array.from(await gradient.data())))).toEqual([
      [2, 4],
      [0],
    ]);
    tf.dispose([value, gradients, used, unused]);
  });

  it('leaves nothing behind when f or a gradient fails', () => {
    const x = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
    const before = tf.memory().numTensors;
    const failingGradient = tf.customGrad((input) => ({
      value: (input as tf.Tensor).clone(),
      gradFunc: () => {
        throw new Error('no gradient');
      },
    }));
    const attempt =
      (f: () => tf.Scalar): (() => unknown) =>
      () =>
        tf.tidy(() => void variableGradients(f, [x]));
    expect(attempt(() => tf.sum(failingGradient(tf.exp(tf.square(x)))))).toThrow('no gradient');
    expect(
      attempt(() => {
        tf.exp(tf.square(x));
        throw new Error('no value');
      }),
    ).toThrow('no value');
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});
