/** Recurrent layers, by ops: gates in the order of Keras (LSTM i, f, c, o; GRU z, r, h). */
import * as tf from '@tensorflow/tfjs-core';
import { activationByOps } from './activations.js';
import { type CaseTensors, type LayerByOps, type LayerCaseConfig, tensorOf } from './layer-case.js';

/** One step: from a frame `[batch, features]` and the state to the next state, whose first tensor is the output. */
type Cell = (frame: tf.Tensor, state: readonly tf.Tensor[]) => tf.Tensor[];

const { add, mul, sub, sigmoid, tanh } = tf;

const product = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor => tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D);

function simpleCell(tensors: CaseTensors): Cell {
  const [kernel, recurrent, bias] = weightsOf(tensors);
  return (frame, [h]) => [tanh(add(add(product(frame, kernel), product(h as tf.Tensor, recurrent)), bias))];
}

function lstmCell(tensors: CaseTensors, gate: (x: tf.Tensor) => tf.Tensor): Cell {
  const [kernel, recurrent, bias] = weightsOf(tensors);
  return (frame, [h, c]) => {
    const all = add(add(product(frame, kernel), product(h as tf.Tensor, recurrent)), bias);
    const [i, f, candidate, o] = tf.split(all, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const next = add(mul(gate(f), c as tf.Tensor), mul(gate(i), tanh(candidate)));
    return [mul(gate(o), tanh(next)), next];
  };
}

/** Whether the reset gate acts on the state before its product with the kernel (tfjs-layers) or on the product (cuDNN). */
function gruCell(tensors: CaseTensors, isResetAfter: boolean): Cell {
  const [kernel, recurrent, bias] = weightsOf(tensors);
  const [inputBias, recurrentBias] = isResetAfter ? (tf.unstack(bias) as [tf.Tensor, tf.Tensor]) : [bias, undefined];
  const thirds = (x: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] =>
    tf.split(x, 3, x.rank - 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [recurrentZ, recurrentR, recurrentH] = thirds(recurrent);
  return (frame, [h]) => {
    const state = h as tf.Tensor;
    const [xz, xr, xh] = thirds(add(product(frame, kernel), inputBias));
    const step = (z: tf.Tensor, candidate: tf.Tensor): tf.Tensor[] => [add(mul(z, state), mul(sub(1, z), candidate))];
    if (recurrentBias !== undefined) {
      const [hz, hr, hh] = thirds(add(product(state, recurrent), recurrentBias));
      return step(sigmoid(add(xz, hz)), tanh(add(xh, mul(sigmoid(add(xr, hr)), hh))));
    }
    const reset = mul(sigmoid(add(xr, product(state, recurrentR))), state);
    return step(sigmoid(add(xz, product(state, recurrentZ))), tanh(add(xh, product(reset, recurrentH))));
  };
}

function weightsOf(tensors: CaseTensors): [kernel: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor] {
  return [tensorOf(tensors, 'kernel'), tensorOf(tensors, 'recurrent_kernel'), tensorOf(tensors, 'bias')];
}

function cellOf(tensors: CaseTensors, { kind, recurrent_activation = 'sigmoid', reset_after }: LayerCaseConfig): Cell {
  if (kind === 'simple') return simpleCell(tensors);
  return kind === 'lstm'
    ? lstmCell(tensors, activationByOps(recurrent_activation))
    : gruCell(tensors, reset_after ?? true);
}

/** Runs a cell over frames. Behind the length of an example, its state and output repeat. */
function runCell(
  cell: Cell,
  frames: readonly tf.Tensor[],
  start: readonly tf.Tensor[],
  lengths: tf.Tensor | undefined,
): { outputs: tf.Tensor[]; state: readonly tf.Tensor[] } {
  const outputs: tf.Tensor[] = [];
  let state = start;
  for (const [time, frame] of frames.entries()) {
    const isInside = lengths && tf.reshape(tf.greater(lengths, tf.scalar(time, 'int32')), [-1, 1]);
    const before = state;
    state = cell(frame, before).map((next, index) =>
      isInside === undefined ? next : tf.where(isInside, next, before[index] as tf.Tensor),
    );
    outputs.push(state[0] as tf.Tensor);
  }
  return { outputs, state };
}

/** The layer of this file, by the fixtures' name. */
export const recurrentLayers: { readonly [op: string]: LayerByOps } = {
  rnn: (tensors, config) => {
    const { units = 0, kind, bidirectional = false } = config;
    const x = tensorOf(tensors, 'x');
    const frames = tf.unstack(x, 1);
    const zeros = tf.zeros([x.shape[0] ?? 0, units]);
    const start = [tensors['h0'] ?? zeros, ...(kind === 'lstm' ? [tensors['c0'] ?? zeros] : [])];
    const forward = runCell(cellOf(tensors, config), frames, start, tensors['lengths']);
    if (!bidirectional) {
      const [h, c] = forward.state as [tf.Tensor, tf.Tensor?];
      return { y: tf.stack(forward.outputs, 1), h, ...(c === undefined ? {} : { c }) };
    }
    const backwardWeights = Object.fromEntries(
      Object.entries(tensors)
        .filter(([name]) => name.startsWith('bw_'))
        .map(([name, weight]) => [name.slice(3), weight]),
    );
    const backward = runCell(cellOf(backwardWeights, config), frames.toReversed(), start, undefined);
    const outputs = forward.outputs.map((output, time) =>
      tf.concat([output, backward.outputs.at(-1 - time) as tf.Tensor], 1),
    );
    const ends = [forward, backward].map(({ state }) => state[0] as tf.Tensor);
    return { y: tf.stack(outputs, 1), h: tf.concat(ends, 1) };
  },
};
