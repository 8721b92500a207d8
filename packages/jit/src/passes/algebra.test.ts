import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { jit } from '../index.js';

const cases: readonly [law: string, fn: (x: tf.Tensor) => tf.Tensor, left: readonly string[]][] = [
  ['x · 1', (x) => tf.add(tf.mul(1, tf.mul(x, 1)), x), ['Add']],
  ['x / 1', (x) => tf.add(tf.div(x, 1), x), ['Add']],
  ['x - 0', (x) => tf.add(tf.sub(x, 0), x), ['Add']],
  ['0 · x stays, and so does x + 0', (x) => tf.add(tf.mul(x, 0), 0), ['Multiply', 'Add']],
  ['a number that makes the shape', (x) => tf.mul(tf.sum(x), tf.ones([1, 1])), ['Sum', 'Multiply']],
  ['-(-x)', (x) => tf.abs(tf.neg(tf.neg(x))), ['Abs']],
  [
    'step of what is rectified',
    (x) => tf.mul(tf.relu(tf.sin(x)), tf.step(tf.sin(x))),
    ['Sin', 'Relu', 'Step', 'Multiply'],
  ],
  ['a leaky step stays', (x) => tf.add(tf.relu(x), tf.step(x, 0.5)), ['Relu', 'Step', 'Add']],
  ['sums of one number', (x) => tf.neg(tf.sum(tf.reshape(x, [2, 1, 3]), 1)), ['Reshape', 'Neg']],
  ['axes back and forth', (x) => tf.neg(tf.transpose(tf.transpose(x))), ['Neg']],
  [
    'axes twice',
    (x) => tf.transpose(tf.transpose(tf.reshape(x, [1, 2, 3]), [1, 0, 2]), [0, 2, 1]),
    ['Reshape', 'Transpose'],
  ],
  ['repeated once', (x) => tf.neg(tf.tile(x, [1, 1])), ['Neg']],
];

describeBackends('algebra', () => {
  it.each(cases)('%s', (_law, fn, left) => {
    const f = jit(fn);
    tf.tidy(() => {
      const x = tf.tensor([...seededValues(1, 4), -0, Number.NaN], [2, 3]);
      const [got, expected] = [f(x), fn(x)];
      expect(got.shape).toEqual(expected.shape);
      const bits = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync(), (value) => value + 0); // zeros have no sign
      expect(bits(got)).toEqual(bits(expected));
    });
    const names = f.graphs[0]?.nodes.map(({ kernelName }) => kernelName);
    expect(names?.filter((name) => name !== 'Reshape')).toEqual(left.filter((name) => name !== 'Reshape'));
    f.dispose();
  });
});
