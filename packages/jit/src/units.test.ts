import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeBackends } from '@isograd/testing';
import { type Graph, groupNodes, jit } from './index.js';

const elementwise: readonly string[] = [tf.Add, tf.Multiply, tf.Exp, tf.Neg, tf.Relu, tf.Step, tf.Sub];

function graphOf(fn: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): Graph {
  const f = jit(fn);
  f(...inputs).dispose();
  const [graph] = f.graphs;
  f.dispose();
  tf.dispose(inputs);
  return graph as Graph;
}

function titles(graph: Graph): string[] {
  return groupNodes(graph, ({ kernelName }) => elementwise.includes(kernelName)).units.map(
    ({ isLoop, nodes }) => `${isLoop ? 'loop' : 'call'} ${nodes.map(({ kernelName }) => kernelName).join(' ')}`,
  );
}

describeBackends('units', () => {
  it('join what works on the same elements, and nothing over a call between', () => {
    const graph = graphOf(
      (x, y) => {
        const a = tf.mul(tf.add(x, y), 2);
        return tf.mul(tf.exp(tf.matMul(a as tf.Tensor2D, a as tf.Tensor2D)), a);
      },
      tf.ones([3, 3]),
      tf.ones([3]),
    );
    expect(titles(graph)).toEqual(['loop Add Multiply', 'call BatchMatMul', 'loop Exp Multiply']);
  });

  it('compute what is cheap where it is needed', () => {
    const graph = graphOf(
      (x) => {
        const positive = tf.step(x);
        const sums = tf.sum(tf.exp(x), 1, true);
        return tf.add(tf.mul(positive, x), sums);
      },
      tf.ones([2, 3]),
    );
    expect(titles(graph)).toEqual(['loop Exp', 'call Sum', 'loop Step Multiply Add']);
  });

  it('look through another shape of the same elements, and read other sizes from memory', () => {
    const graph = graphOf(
      (x) => {
        const row = tf.neg(x);
        const asColumn = tf.exp(tf.reshape(row, [4, 1]));
        return tf.add(asColumn, tf.reshape(tf.exp(asColumn), [1, 4]));
      },
      tf.ones([4]),
    );
    expect(titles(graph)).toEqual(['loop Neg Exp Exp', 'loop Add']);
    const { roots } = groupNodes(graph, () => false);
    const shared = graph.nodes.filter(({ kernelName }) => kernelName === tf.Reshape);
    for (const { inputs, outputs } of shared) expect(roots[outputs[0] ?? -1]).toBe(roots[inputs[0]?.value ?? -2]);
  });
});
