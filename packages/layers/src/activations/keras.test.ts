/** Activation functions against Keras: values and gradients, with their options and for large numbers. */
import { camelCaseConfig, describeBackends, expectWithinTolerance, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { camelCase } from '../named-option.js';
import * as activations from './index.js';

/** Cases that are left out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  activation_sparsemax: 'the rows of Keras 3.15 do not sum to 1; the formula of the paper is tested beside',
  activation_sparsemax1: 'as before',
  activation_sparsemax_large: 'as before',
};

const { cases } = await loadFixtures<{ readonly name: string }>('layers', 'keras');
const all = cases.filter(({ op }) => op === 'activation');
const covered = all.filter(({ name }) => !Object.hasOwn(leftOut, name));

it('covers every case but those that are named', () => {
  expect(all.length).toBe(71);
  expect(covered.length).toBe(all.length - Object.keys(leftOut).length);
});

type Activation = (x: tf.Tensor, options?: object) => tf.Tensor;

describeBackends('activations against Keras', () => {
  it.each(covered.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const activation = Reflect.get(activations, camelCase(fixture.config.name)) as Activation;
    const options = camelCaseConfig({ ...fixture.config });
    const [y, dx] = tf.tidy(() => {
      const x = toTensor(fixture.inputs['x']);
      const apply = (at: tf.Tensor): tf.Tensor => activation(at, options);
      const upstream = toTensor(fixture.upstream['y']);
      return [apply(x), tf.grad((at) => tf.sum(tf.mul(apply(at), upstream)))(x)] as [tf.Tensor, tf.Tensor];
    });
    expectWithinTolerance(await y.data(), fixture.outputs['y']);
    expectWithinTolerance(await dx.data(), fixture.grads['x']);
    tf.dispose([y, dx]);
  });
});
