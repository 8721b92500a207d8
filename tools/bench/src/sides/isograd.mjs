/** Our side: the packages as they are built. */
import { workerData } from 'node:worker_threads';
import { node } from '@isograd/backend-node';
import { wasm } from '@isograd/backend-wasm';
import * as core from '@isograd/core';
import { jit } from '@isograd/jit';
import * as layers from '@isograd/layers';
import { adam, applyUpdates, recipes } from '@isograd/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { answerDriver } from '../answer.mjs';
import { valuesOf } from '../host-values.mjs';
import { kernelCases, prepareKernel } from '../kernel-cases.mjs';
import { eagerUpdateName, paramShape, updateName, updateValues } from '../optimizer-updates.mjs';
import { workloads } from '../workloads.mjs';

/**
 * @typedef {import('../answer.mjs').Call} Call
 * @typedef {import('../workloads.mjs').Workload} Workload
 * @typedef {import('../workloads.mjs').Tensor} Tensor
 * @typedef {import('../workloads.mjs').Variable} Variable
 * @typedef {import('../workloads.mjs').WrittenNetwork<Tensor>} WrittenNetwork
 * @typedef {import('@tensorflow/tfjs-core').Scalar} Scalar
 * @typedef {import('@isograd/core').Tree<Tensor>} Tensors
 * @typedef {import('@isograd/optimizers').Optimizer<any>} Optimizer
 */

const { backend, threads, isCaptured, simd } = workerData;
/** Its epsilon stands where the peers have theirs. */
const optimizer = adam({ learningRate: 1e-3, convention: 'torch' });

const choice = (/** @type {string} */ name) => (simd === name ? 'whereAvailable' : 'never');
const { capabilities } = await core.useBackend(
  backend === 'node'
    ? node({ threads })
    : wasm({ threads, relaxedSimd: choice('relaxed'), simd256: choice('simd256') }),
);

/** @type {Map<string, () => Call>} */
const updates = new Map(
  Object.entries(recipes).flatMap(([recipe, make]) => [
    [updateName(recipe), () => prepareUpdate(make(), true)],
    [eagerUpdateName(recipe), () => prepareUpdate(make(), false)],
  ]),
);
const names = [...[...kernelCases, ...workloads].map(({ name }) => name), ...updates.keys()];

answerDriver({ title: `isograd, ${backend}, ${capabilities.simd}`, names }, (name) => {
  const kernelCase = kernelCases.find((each) => each.name === name);
  return kernelCase ? prepareKernel(tf, kernelCase) : (updates.get(name)?.() ?? prepareStep(name));
});

/**
 * @param {string} name
 * @returns {Call}
 */
function prepareStep(name) {
  const workload = /** @type {Workload} */ (workloads.find((each) => each.name === name));
  const network = workload.isograd({ tf, core, layers });
  if (!('layers' in network)) return prepareWritten(workload, network);
  const model = layers.sequential({ layers: network.layers });
  model.compile({ optimizer, loss: workload.loss, jit: isCaptured });
  const [x, y] = [workload.x, workload.y].map((data) => new core.NdArray(valuesOf(data), data.shape));
  return async () => (await model.trainOnBatch(/** @type {any} */ (x), /** @type {any} */ (y)))['loss'];
}

/**
 * As `trainOnBatch`: batch up, step, loss down.
 *
 * @param {Workload} workload
 * @param {WrittenNetwork} network
 * @returns {Call}
 */
function prepareWritten(workload, network) {
  const weights = variablesOf(network.weights, true);
  const state = variablesOf(network.state ?? {}, false);
  const slots = slotsOf(optimizer, weights);
  const update = (/** @type {Tensor} */ x, /** @type {Tensor} */ y) => {
    const lossOf = () => /** @type {Scalar} */ (network.loss({ ...weights, ...state }, x, y));
    const { value, gradients } = core.variableGradients(lossOf, Object.values(weights));
    const next = optimizer.update(core.treeUnflatten(weights, gradients), /** @type {any} */ (slots), weights);
    assign(weights, applyUpdates(weights, next.updates));
    assign(slots, next.state);
    return value;
  };
  const step = isCaptured ? jit(update, { name: workload.name }) : update;
  const [x, y] = [valuesOf(workload.x), valuesOf(workload.y)];
  return async () => {
    const loss = tf.tidy(() =>
      step(tf.tensor(x, workload.x.shape, workload.x.dtype), tf.tensor(y, workload.y.shape, workload.y.dtype)),
    );
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
}

/**
 * One update of variables, and of the state of the optimizer, which is variables as well.
 *
 * @param {Optimizer} recipe
 * @param {boolean} isProgram
 * @returns {Call}
 */
function prepareUpdate(recipe, isProgram) {
  const values = updateValues();
  const params = variablesOf({ param: { shape: paramShape, values: values.param } }, true);
  const grads = { param: tf.tensor(values.gradient, paramShape) };
  const slots = slotsOf(recipe, params);
  const loss = tf.scalar(1);
  const update = () => {
    const next = recipe.update(grads, slots, params, { loss, evaluate: () => ({ loss, grads }) });
    assign(params, applyUpdates(params, next.updates));
    assign(slots, next.state);
    return [];
  };
  const run = isProgram ? jit(update, { name: recipe.name }) : update;
  return () => tf.tidy(() => void run());
}

/**
 * The state of an optimizer at the start, as variables.
 *
 * @param {Optimizer} recipe
 * @param {{ [name: string]: Variable }} weights
 */
function slotsOf(recipe, weights) {
  const initial = /** @type {Tensors} */ (tf.tidy(() => /** @type {any} */ (recipe.init(weights))));
  return core.treeMap(([slot]) => tf.variable(/** @type {Tensor} */ (slot), false), initial);
}

/**
 * @param {{ [name: string]: import('../initial-weights.mjs').Initial }} initials
 * @param {boolean} isTrainable
 * @returns {{ [name: string]: Variable }}
 */
function variablesOf(initials, isTrainable) {
  return Object.fromEntries(
    Object.entries(initials).map(([name, { shape, values }]) => {
      const dtype = values instanceof Int32Array ? 'int32' : 'float32';
      return [name, tf.tidy(() => tf.variable(tf.tensor(values, shape, dtype), isTrainable))];
    }),
  );
}

/**
 * @param {Tensors} variables
 * @param {Tensors} values - A slot that has not changed is the variable itself.
 */
function assign(variables, values) {
  core.treeMap(
    ([variable, value]) => {
      if (value !== variable) /** @type {Variable} */ (variable).assign(/** @type {Tensor} */ (value));
    },
    variables,
    values,
  );
}
