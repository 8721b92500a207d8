/**
 * What is trained: a network, a batch, a loss, and Adam with a learning rate of 1e-3.
 *
 * Each library gets the network in its own words, as layers or as a loss of weights, with the same shapes,
 * activations and loss, so that a step is the same mathematics on every side.
 */
import { cnnBatchNorm } from './workloads/cnn-batch-norm.mjs';
import { cnn } from './workloads/cnn.mjs';
import { denseBatchNorm } from './workloads/dense-batch-norm.mjs';
import { embedding } from './workloads/embedding.mjs';
import { generator } from './workloads/generator.mjs';
import { lstm } from './workloads/lstm.mjs';
import { mlp } from './workloads/mlp.mjs';
import { transformer } from './workloads/transformer.mjs';

/**
 * @typedef {import('./host-values.mjs').HostData} HostData
 * @typedef {import('./initial-weights.mjs').Initial} Initial
 * @typedef {typeof import('@tensorflow/tfjs-core')} TfjsCore
 * @typedef {import('@tensorflow/tfjs-core').Tensor} Tensor
 * @typedef {import('@tensorflow/tfjs-core').Variable} Variable
 *
 * @typedef {{ tf: TfjsCore, core: typeof import('@isograd/core'), layers: typeof import('@isograd/layers') }} Isograd
 * @typedef {{ tf: TfjsCore, layers: typeof import('@tensorflow/tfjs-layers')['layers'] }} Tfjs
 * @typedef {typeof import('@jax-js/jax')} Jax
 * @typedef {import('@jax-js/jax').Array} JaxArray
 */

/**
 * A network of layers, trained with `trainOnBatch`.
 *
 * @template Layer
 * @typedef {{ layers: Layer[] }} LayeredNetwork
 */

/**
 * A network of ops: its loss is differentiated with respect to the weights.
 *
 * @template Value - A tensor of the library; weights, `x` and `y` are its tensors, too.
 * @typedef {object} WrittenNetwork
 * @property {{ [name: string]: Initial }} weights - Trained.
 * @property {{ [name: string]: Initial }} [state] - What the loss assigns: moving statistics, random keys.
 * @property {(weights: { [name: string]: any }, x: any, y: any) => Value} loss - A scalar, of weights and state.
 */

/**
 * @typedef {LayeredNetwork<import('@isograd/layers').Layer> | WrittenNetwork<Tensor>} IsogradNetwork
 * @typedef {LayeredNetwork<import('@tensorflow/tfjs-layers').layers.Layer> | WrittenNetwork<Tensor>} TfjsNetwork
 * @typedef {WrittenNetwork<JaxArray>} JaxNetwork
 */

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {string} sizes - For readers.
 * @property {number} flop - Floating-point operations of a step.
 * @property {HostData} x
 * @property {HostData} y
 * @property {'categoricalCrossentropy' | 'meanSquaredError'} loss - Of networks of layers.
 * @property {(isograd: Isograd) => IsogradNetwork} isograd
 * @property {(tfjs: Tfjs) => TfjsNetwork} tfjs
 * @property {(jax: Jax) => JaxNetwork} [jax] - Its values must be consumed exactly once, `.ref` for more.
 */

/** @type {readonly Workload[]} */
export const workloads = [mlp, cnn, cnnBatchNorm, denseBatchNorm, lstm, embedding, transformer, generator];
