/** Every gradient of a gradient penalty of the fixtures against PyTorch. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toTensor } from '../decoded-tensor.js';
import { describeBackends } from '../describe-backends.js';
import { loadFixtures } from '../fixtures.js';
import { expectWithinTolerance } from '../tolerance.js';

type Network = (x: tf.Tensor, k0: tf.Tensor, k1: tf.Tensor) => tf.Tensor;

/** The functions whose input gradient is penalised, summed over everything. */
const networks: { readonly [net: string]: Network } = {
  mlp: (x, k0, k1) => tf.sum(tf.matMul(tf.tanh(tf.matMul(x, k0)), k1)),
  mlp_softplus: (x, k0, k1) => tf.sum(tf.matMul(tf.softplus(tf.matMul(x, k0)), k1)),
  conv: (x, k0) => tf.sum(tf.sigmoid(tf.conv2d(x as tf.Tensor4D, k0 as tf.Tensor4D, 1, 'same'))),
};

/** mean over samples of (‖∂f/∂x‖ - 1)^2, the penalty of WGAN-GP (Gulrajani et al., 2017). */
function gradientPenalty(network: Network, x: tf.Tensor, k0: tf.Tensor, k1: tf.Tensor): tf.Tensor {
  const gradient = tf.grad((at: tf.Tensor) => network(at, k0, k1))(x);
  const [samples = 0] = x.shape;
  const norms = tf.sqrt(tf.sum(tf.square(tf.reshape(gradient, [samples, -1])), 1));
  return tf.mean(tf.square(tf.sub(norms, 1)));
}

const { cases } = await loadFixtures<{ net: string }>('second_order');

it('has a network for every case, and a case for every network', () => {
  expect(cases).toHaveLength(3);
  expect(cases.map(({ config }) => config.net).sort()).toEqual(Object.keys(networks).sort());
});

describeBackends('gradient of a gradient penalty', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s equals PyTorch', (_name, fixture) => {
    tf.tidy(() => {
      const { inputs, outputs, grads, config } = fixture;
      const network = networks[config.net] as Network;
      const names = ['x', 'k0', 'k1'].filter((name) => name in inputs);
      expect(Object.keys(grads).sort()).toEqual([...names].sort());
      const tensors = names.map((name) => toTensor(inputs[name]));
      const penaltyOf = (...at: tf.Tensor[]): tf.Tensor => {
        const [x, k0, k1 = tf.scalar(0)] = at as [tf.Tensor, tf.Tensor, tf.Tensor?];
        return gradientPenalty(network, x, k0, k1);
      };
      expectWithinTolerance(penaltyOf(...tensors).dataSync(), outputs['penalty']);
      const gradients = tf.grads(penaltyOf)(tensors);
      names.forEach((name, index) => {
        expectWithinTolerance((gradients[index] as tf.Tensor).dataSync(), grads[name]);
      });
    });
  });
});
