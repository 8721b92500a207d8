/** A peer: tfjs as it is published, and plain loops for the kernels without which it cannot train. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { answerDriver } from '../answer.mjs';
import { valuesOf } from '../host-values.mjs';
import { kernelCases, prepareKernel } from '../kernel-cases.mjs';
import { paramShape, updateName, updateValues } from '../optimizer-updates.mjs';
import { workloads } from '../workloads.mjs';
import { registerGapKernels } from './naive-gap-kernels.mjs';

/**
 * @typedef {import('../answer.mjs').Call} Call
 * @typedef {import('../workloads.mjs').Workload} Workload
 * @typedef {import('../workloads.mjs').Tensor} Tensor
 * @typedef {import('../workloads.mjs').Variable} Variable
 * @typedef {import('@tensorflow/tfjs-core').Scalar} Scalar
 */

if (!(await tf.setBackend('wasm'))) throw new Error('tfjs: its wasm backend does not start.');
registerGapKernels(tf);

/** @type {Map<string, () => Call>} */
const updates = new Map([
  [updateName('adadelta'), () => prepareUpdate(tf.train.adadelta())],
  [updateName('adagrad'), () => prepareUpdate(tf.train.adagrad(1e-3))],
  [updateName('adam'), () => prepareUpdate(tf.train.adam())],
  [updateName('adamax'), () => prepareUpdate(tf.train.adamax())],
  [updateName('rmsprop'), () => prepareUpdate(tf.train.rmsprop(1e-3))],
  [updateName('sgd'), () => prepareUpdate(tf.train.sgd(0.01))],
]);
const names = [...[...kernelCases, ...workloads].map(({ name }) => name), ...updates.keys()];

answerDriver({ title: `tfjs ${tf.version_core}, wasm`, names }, (name) => {
  const kernelCase = kernelCases.find((each) => each.name === name);
  return kernelCase ? prepareKernel(tf, kernelCase) : (updates.get(name)?.() ?? prepareStep(name));
});

/**
 * @param {string} name
 * @returns {Call}
 */
function prepareStep(name) {
  const workload = /** @type {Workload} */ (workloads.find((each) => each.name === name));
  const network = workload.tfjs({ tf, layers });
  const optimizer = tf.train.adam(1e-3);
  const [x, y] = /** @type {[Tensor, Tensor]} */ (
    [workload.x, workload.y].map((data) => tf.tensor(valuesOf(data), data.shape, data.dtype))
  );
  if ('layers' in network) {
    const model = sequential({ layers: network.layers });
    model.compile({ optimizer, loss: workload.loss });
    return () => model.trainOnBatch(x, y);
  }
  const entries = Object.entries(network.weights).map(([weight, { shape, values }]) => [
    weight,
    tf.variable(tf.tensor(values, shape)),
  ]);
  /** @type {{ [name: string]: Variable }} */
  const weights = Object.fromEntries(entries);
  return async () => {
    const lossOf = () => /** @type {Scalar} */ (network.loss(weights, x, y));
    const loss = /** @type {Scalar} */ (optimizer.minimize(lossOf, true, Object.values(weights)));
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
}

/**
 * @param {import('@tensorflow/tfjs-core').Optimizer} optimizer
 * @returns {Call}
 */
function prepareUpdate(optimizer) {
  const values = updateValues();
  const { name } = tf.variable(tf.tensor(values.param, paramShape));
  const gradient = tf.tensor(values.gradient, paramShape);
  return () => optimizer.applyGradients({ [name]: gradient });
}
