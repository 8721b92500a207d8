import { CaptureError } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { jit } from './index.js';

/** The error of a first call, and proof that everything works afterwards. */
function errorOf(fn: (x: tf.Tensor) => tf.Tensor): unknown {
  const [x, state] = [tf.tensor1d([1, 2]), tf.tidy(() => tf.variable(tf.scalar(7)))];
  const f = jit((input: tf.Tensor) => {
    state.assign(tf.add(state, 1) as tf.Scalar);
    return fn(input);
  });
  let thrown: unknown;
  try {
    f(x);
  } catch (error) {
    thrown = error;
  }
  expect(state.dataSync()[0], 'the variable is as before').toBe(7);
  expect(tf.tidy(() => Array.from(tf.add(x, 1).dataSync()))).toEqual([2, 3]);
  tf.dispose([x, state]);
  f.dispose();
  return thrown;
}

describeBackends('capture', () => {
  it.each([
    ['CAPTURE_READ', (x: tf.Tensor) => tf.mul(x, tf.sum(x).dataSync()[0] as number), 'Sum'],
    ['CAPTURE_READ', (x: tf.Tensor) => tf.mul(x, x.arraySync() as number[]), 'an argument'],
    ['CAPTURE_ASYNC', (async (x: tf.Tensor) => x) as never, 'promise'],
    ['CAPTURE_VARIABLE', (x: tf.Tensor) => tf.add(tf.variable(x, true, 'inner'), 1), 'inner'],
    ['CAPTURE_RESULT', () => 3 as never, '3'],
  ])('refuses what cannot be captured: %s', (code, fn, received) => {
    const error = errorOf(fn) as CaptureError;
    expect(error).toBeInstanceOf(CaptureError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(received);
  });

  it('passes on an error of the function, and takes back what it had assigned', () => {
    const error = errorOf((x) => tf.matMul(x as never, x as never));
    expect(String(error)).toMatch(/matMul|MatMul/);
  });
});
