/** Regularizers against Keras: the term of the loss and its gradient. */
import { camelCaseConfig, describeBackends, expectWithinTolerance, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { resolveRegularizer } from './named-regularizer.js';

const { cases } = await loadFixtures('regularizers', 'keras');

describeBackends('regularizers against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, { op, config, ...fixture }) => {
    const regularizer = resolveRegularizer('test', { className: op, config: camelCaseConfig(config) });
    const [loss, gradient] = tf.tidy(() => {
      const w = toTensor(fixture.inputs['w']);
      const of = (x: tf.Tensor): tf.Tensor => regularizer?.of(x) as tf.Tensor;
      // Both factors of an L1L2 may be 0, and the term then has no path to the weight.
      return [of(w), tf.grad((x) => tf.add(of(x), tf.mul(tf.sum(x), 0)))(w)] as [tf.Tensor, tf.Tensor];
    });
    expectWithinTolerance(await loss.data(), fixture.outputs['loss']);
    expectWithinTolerance(await gradient.data(), fixture.grads['w']);
    tf.dispose([loss, gradient]);
  });
});
