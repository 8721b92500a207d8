/** A recurrent layer: thousands of small kernels, one after the other. */
import { trainedDense, trainedProduct } from '../floating-point-operations.mjs';
import { filled, glorotUniform } from '../initial-weights.mjs';

const batch = 32;
const time = 50;
const features = 16;
const units = 64;

function weights() {
  return {
    kernel: glorotUniform([features, 4 * units]),
    recurrentKernel: glorotUniform([units, 4 * units]),
    bias: { shape: [4 * units], values: Float32Array.from({ length: 4 * units }, (_, unit) => forgetBias(unit)) },
    headKernel: glorotUniform([units, 10]),
    headBias: filled([10], 0),
  };
}

/** @type {import('../workloads.mjs').Workload} */
export const lstm = {
  name: 'lstm',
  sizes: '50 steps of 16 to 64 units, 10, batch 32',
  flop:
    trainedProduct(batch * time, features, 4 * units, { isFirst: true }) +
    trainedProduct(batch * time, units, 4 * units) +
    trainedDense(batch, [units, 10], { isFirst: false }),
  x: { shape: [batch, time, features] },
  y: { shape: [batch, 10], classes: 10 },
  loss: 'categoricalCrossentropy',
  isograd: ({ layers }) => ({
    layers: [
      layers.lstm({ inputShape: [time, features], units, recurrentInitializer: 'glorotUniform' }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  }),
  tfjs: ({ layers }) => ({
    layers: [
      layers.lstm({
        inputShape: [time, features],
        units,
        recurrentActivation: 'sigmoid',
        kernelInitializer: 'glorotUniform',
        recurrentInitializer: 'glorotUniform',
      }),
      layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform' }),
    ],
  }),
  jax: ({ numpy: np, nn }) => ({
    weights: weights(),
    loss({ kernel, recurrentKernel, bias, headKernel, headBias }, x, y) {
      const inputs = np.matmul(x, kernel).add(bias); // [batch, time, 4 · units]
      let state = np.zeros([batch, units]);
      let carry = np.zeros([batch, units]);
      for (const input of np.unstack(inputs, 1)) {
        const gates = np.split(input.add(np.matmul(state, recurrentKernel.ref)), 4, 1);
        const [inputGate, forgetGate, candidate, outputGate] = /** @type {[any, any, any, any]} */ (gates);
        carry = nn
          .sigmoid(forgetGate)
          .mul(carry)
          .add(nn.sigmoid(inputGate).mul(np.tanh(candidate)));
        state = nn.sigmoid(outputGate).mul(np.tanh(carry.ref)); // [batch, units]
      }
      carry.dispose();
      recurrentKernel.dispose();
      const logits = np.matmul(state, headKernel).add(headBias); // [batch, 10]
      return nn
        .logSoftmax(logits)
        .mul(y)
        .sum()
        .mul(-1 / batch);
    },
  }),
};

/**
 * One for the forget gate, the second of four, as both APIs of layers begin.
 *
 * @param {number} unit
 */
function forgetBias(unit) {
  return Math.floor(unit / units) === 1 ? 1 : 0;
}
