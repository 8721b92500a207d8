import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fuseEpilogues, type Graph, jit, replay, violationsOf } from '../index.js';

const filter = (): tf.Tensor4D => tf.tensor4d(seededValues(2, 24), [2, 2, 2, 3]);
const bias = (): tf.Tensor1D => tf.tensor1d(seededValues(3, 3));

const conv = (x: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, filter(), 1, 'same');

const cases: readonly [title: string, fn: (x: tf.Tensor) => tf.Tensor, left: readonly string[]][] = [
  ['bias', (x) => tf.neg(tf.add(conv(x), bias())), ['FusedConv2D', 'Neg']],
  ['bias and relu', (x) => tf.neg(tf.relu(tf.add(bias(), conv(x)))), ['FusedConv2D', 'Neg']],
  [
    'relu6 of a depthwise convolution',
    (x) =>
      tf.relu6(
        tf.add(tf.depthwiseConv2d(x as tf.Tensor4D, tf.tensor4d(seededValues(4, 8), [2, 2, 2, 1]), 1, 'valid'), [1, 2]),
      ),
    ['FusedDepthwiseConv2D'],
  ],
  ['a bias that comes later', (x) => tf.relu(tf.add(conv(x), tf.sin(bias()))), ['Sin', 'FusedConv2D']],
  [
    'a convolution that is used twice',
    (x) => {
      const y = conv(x);
      return tf.mul(tf.relu(tf.add(y, bias())), y);
    },
    ['Conv2D', 'Add', 'Relu', 'Multiply'],
  ],
  [
    'a sum that is used twice',
    (x) => {
      const sum = tf.add(conv(x), bias());
      return tf.mul(tf.relu(sum), sum);
    },
    ['FusedConv2D', 'Relu', 'Multiply'],
  ],
  ['a number for every output', (x) => tf.relu(tf.add(conv(x), tf.ones([1, 3, 4, 3]))), ['Conv2D', 'Add', 'Relu']],
];

const weights = (): tf.Tensor2D => tf.tensor2d(seededValues(5, 6), [2, 3]);

const products: typeof cases = [
  ['bias', (x) => tf.neg(tf.add(tf.matMul(x, weights()), bias())), ['_FusedMatMul', 'Neg']],
  ['bias and relu', (x) => tf.neg(tf.relu(tf.add(bias(), tf.matMul(x, weights())))), ['_FusedMatMul', 'Neg']],
  ['a number for every output', (x) => tf.add(tf.matMul(x, weights()), tf.ones([12, 3])), ['BatchMatMul', 'Add']],
];

describeBackends('epilogues of products', () => {
  it.each(products)('%s', (_title, fn, left) => {
    const f = jit(fn);
    tf.tidy(() => {
      const x = tf.tensor(seededValues(1, 24), [12, 2]);
      const expected = Array.from(fn(x).dataSync());
      f(x);
      const captured = f.graphs[0] as Graph;
      expect(fuseEpilogues(captured).nodes).toEqual(captured.nodes);
      const graph = fuseEpilogues(captured, true);
      expect(violationsOf(graph)).toEqual([]);
      expect(graph.nodes.map(({ kernelName }) => kernelName)).toEqual(left);
      const got = Array.from(f(x).dataSync());
      got.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5));
    });
    f.dispose();
  });
});

describeBackends('epilogues', () => {
  it.each(cases)('%s', (_title, fn, left) => {
    const f = jit(fn);
    tf.tidy(() => {
      const x = tf.tensor(seededValues(1, 24), [1, 3, 4, 2]);
      const expected = Array.from(fn(x).dataSync());
      f(x);
      const graph = fuseEpilogues(f.graphs[0] as Graph);
      expect(violationsOf(graph)).toEqual([]);
      expect(graph.nodes.map(({ kernelName }) => kernelName)).toEqual(left);
      const got = Array.from(f(x).dataSync());
      got.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5));
    });
    f.dispose();
  });

  it('are computed by the fused kernels', () => {
    const f = jit((x: tf.Tensor) => tf.relu(tf.add(conv(x), tf.slice(tf.reshape(tf.abs(x), [24]), 0, 3))));
    tf.tidy(() => {
      const x = tf.tensor(seededValues(1, 24), [1, 3, 4, 2]);
      const expected = Array.from(f(x).dataSync());
      const graph = fuseEpilogues(f.graphs[0] as Graph);
      const constants = graph.constants.map(() => filter());
      const program = replay(graph);
      const [info] = program.run([x], [], constants).outputs;
      const got = tf.engine().makeTensorFromTensorInfo(info as tf.TensorInfo);
      Array.from(got.dataSync()).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5));
    });
    f.dispose();
  });
});
