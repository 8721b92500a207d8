/** A peer: jax-js on its wasm device, the whole step under its jit. */
import * as jax from '@jax-js/jax';
import { answerDriver } from '../answer.mjs';
import { valuesOf } from '../host-values.mjs';
import { workloads } from '../workloads.mjs';

/**
 * @typedef {import('../answer.mjs').Call} Call
 * @typedef {import('../workloads.mjs').JaxArray} JaxArray
 * @typedef {import('../workloads.mjs').JaxNetwork} JaxNetwork
 * @typedef {{ [name: string]: JaxArray }} Arrays
 * @typedef {{ weights: Arrays, mu: Arrays, nu: Arrays }} State
 * @typedef {{ scale: JaxArray, nuScale: JaxArray }} Corrections
 */

const { numpy: np, tree } = jax;
const [learningRate, beta1, beta2, epsilon] = [1e-3, 0.9, 0.999, 1e-7];

if (!(await jax.init('wasm')).includes('wasm')) throw new Error('jax: its wasm device does not start.');
jax.defaultDevice('wasm');

const known = workloads.filter((workload) => workload.jax);

answerDriver({ title: 'jax-js, wasm', names: known.map(({ name }) => name) }, prepareStep);

/**
 * @param {string} name
 * @returns {Call}
 */
function prepareStep(name) {
  const workload = /** @type {import('../workloads.mjs').Workload} */ (known.find((each) => each.name === name));
  const network = /** @type {JaxNetwork} */ (workload.jax?.(jax));
  const step = jax.jit(
    (/** @type {State} */ state, /** @type {Corrections} */ corrections, /** @type {any[]} */ batch) => {
      const lossOf = (/** @type {Arrays} */ weights) => network.loss(weights, batch[0], batch[1]);
      const [loss, gradients] = jax.valueAndGrad(lossOf)(tree.ref(state.weights));
      return { loss, next: adam(state, /** @type {Arrays} */ (gradients), corrections) };
    },
  );
  const batch = [workload.x, workload.y].map((data) => arrayOf(valuesOf(data), data.shape));
  const arrays = (/** @type {(initial: import('../initial-weights.mjs').Initial) => JaxArray} */ make) =>
    Object.fromEntries(Object.entries(network.weights).map(([key, initial]) => [key, make(initial)]));
  /** @type {State} */
  let state = {
    weights: arrays(({ values, shape }) => arrayOf(values, shape)),
    mu: arrays(({ shape }) => np.zeros(shape)),
    nu: arrays(({ shape }) => np.zeros(shape)),
  };
  let count = 0;
  return async () => {
    count++;
    const corrections = {
      scale: np.array([learningRate / (1 - beta1 ** count)]),
      nuScale: np.array([1 / (1 - beta2 ** count)]),
    };
    const { loss, next } = step(state, corrections, tree.ref(batch));
    state = /** @type {State} */ (next);
    await jax.blockUntilReady(/** @type {any} */ (state));
    const [value] = await loss.data();
    return value;
  };
}

/**
 * w ← w - lr (mu / c1) / (√(nu / c2) + epsilon); `scale` is lr / c1, `nuScale` 1 / c2.
 *
 * @param {State} state
 * @param {Arrays} gradients
 * @param {Corrections} corrections
 * @returns {State}
 */
function adam(state, gradients, { scale, nuScale }) {
  /** @type {State} */
  const next = { weights: {}, mu: {}, nu: {} };
  for (const [key, gradient] of Object.entries(gradients)) {
    const slots = [state.weights[key], state.mu[key], state.nu[key]];
    const [weight, mu, nu] = /** @type {[JaxArray, JaxArray, JaxArray]} */ (slots);
    const nextMu = mu.mul(beta1).add(gradient.ref.mul(1 - beta1));
    const nextNu = nu.mul(beta2).add(gradient.ref.mul(gradient).mul(1 - beta2));
    const size = np.sqrt(nextNu.ref.mul(nuScale.ref)).add(epsilon);
    next.weights[key] = weight.sub(nextMu.ref.mul(scale.ref).div(size));
    next.mu[key] = nextMu;
    next.nu[key] = nextNu;
  }
  tree.dispose([scale, nuScale]);
  return next;
}

/**
 * @param {Float32Array | Int32Array} values
 * @param {number[]} shape
 */
function arrayOf(values, shape) {
  return np.array(/** @type {any} */ (values), { shape });
}
