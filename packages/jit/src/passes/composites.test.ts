import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expandComposites, type Graph, jit, replay, violationsOf } from '../index.js';

const composites: readonly [name: string, fn: (x: tf.Tensor) => tf.Tensor][] = [
  ['Mean of all', (x) => tf.mean(x)],
  ['Mean', (x) => tf.mean(x, [0, 2], true)],
  ['Softmax', (x) => tf.softmax(x)],
  ['LogSoftmax', (x) => tf.logSoftmax(x)],
];

describeBackends('composites', () => {
  it.each(composites)('%s is what it is made of', (name, fn) => {
    const x = tf.tensor(seededValues(1, 60), [3, 4, 5]);
    const f = jit(fn);
    const expected = f(x);
    const [captured] = f.graphs;
    const expanded = expandComposites(captured as Graph);
    expect(violationsOf(expanded)).toEqual([]);
    expect(expanded.nodes.map(({ kernelName }) => kernelName)).not.toContain(name.split(' ')[0]);
    const program = replay(expanded);
    const constants = expanded.constants.map(({ scalar = 0 }) => tf.scalar(scalar));
    const [got] = program.run([x], [], constants).outputs.map((info) => tf.engine().makeTensorFromTensorInfo(info));
    const [values, reference] = [got, expected].map((tensor) => Array.from(tensor?.dataSync() ?? []));
    expect(got?.shape).toEqual(expected.shape);
    values?.forEach((value, index) => expect(value).toBeCloseTo(reference?.[index] ?? Number.NaN, 6));
    tf.dispose([x, expected, got as tf.Tensor, ...constants]);
    program.dispose();
    f.dispose();
  });
});
