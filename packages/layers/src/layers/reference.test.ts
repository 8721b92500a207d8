/** Every layer against PyTorch: outputs, state and the gradient of every input and weight. */
import { keyData } from '@isograd/core';
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { ActivationName } from '../activations/activation-function.js';
import type { Layer } from '../layer.js';
import { asNonEmpty } from '../tensor-list.js';
import { activation } from './activations/activation.js';
import { batchNormalization } from './normalization/batch-normalization.js';
import { dense } from './core/dense.js';
import { embedding } from './core/embedding.js';

/** What the configs of the cases used here hold, in the words of the fixture files. */
interface Config {
  readonly units: number;
  readonly use_bias: boolean;
  readonly activation: ActivationName;
  readonly training: boolean;
  readonly epsilon: number;
  readonly momentum: number;
  readonly vocab: number;
  readonly dim: number;
  readonly name: string;
}

/** Our names of the activations that Keras and this package have. */
const activations: Readonly<Record<string, ActivationName>> = {
  relu: 'relu',
  relu6: 'relu6',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  hard_sigmoid_keras3: 'hardSigmoid',
  gelu_exact: 'gelu',
  silu: 'silu',
  elu: 'elu',
  selu: 'selu',
  hard_swish: 'hardSilu',
  'leaky_relu_0.2': 'leakyRelu',
  softplus: 'softplus',
  mish: 'mish',
  softsign: 'softsign',
  celu: 'celu',
  gelu_tanh: 'geluTanh',
  hard_sigmoid_keras2: 'hardSigmoidKeras2',
  hard_tanh: 'hardTanh',
  log_sigmoid: 'logSigmoid',
  tanh_shrink: 'tanhShrink',
  softmax: 'softmax',
  log_softmax: 'logSoftmax',
};

/** Our names of weights. */
const weightNames: Readonly<Record<string, string>> = { movingMean: 'moving_mean', movingVariance: 'moving_variance' };

/** The layer of a case, or undefined where this package has none yet. */
function layerOf({ op, config }: FixtureCase<Config>): Layer | undefined {
  switch (op) {
    case 'dense':
      return dense({ units: config.units, useBias: config.use_bias, activation: config.activation });
    case 'batch_norm':
      return batchNormalization({ epsilon: config.epsilon, momentum: config.momentum });
    case 'embedding':
      return embedding({ inputDim: config.vocab, outputDim: config.dim });
    case 'activation': {
      const name = activations[config.name];
      return name === undefined ? undefined : activation({ activation: name });
    }
    default:
      return undefined;
  }
}

const { cases } = await loadFixtures<Config>('layers');
const covered = cases.filter((fixture) => layerOf(fixture) !== undefined);

it('covers the cases that these layers can express', () => {
  expect(covered.map((fixture) => fixture.op).sort()).toEqual(
    [...Array(3).fill('dense'), ...Array(3).fill('batch_norm'), 'embedding', ...Array(22).fill('activation')].sort(),
  );
});

describeBackends('layers against PyTorch', () => {
  for (const fixture of covered) {
    it(`${fixture.name}`, async () => {
      const layer = layerOf(fixture) as Layer;
      const inputs = Object.entries(fixture.inputs).map(([name, value]) => ({
        name,
        tensor: tf.tidy(() => tf.variable(toTensor(value))),
      }));
      const tensors = asNonEmpty(inputs.map(({ tensor }) => tensor));
      layer.ensureBuilt(asNonEmpty(tensors.map(({ shape }) => shape)), { path: 'layer', key: keyData(0) });
      for (const { name, variable } of layer.weights) {
        tf.tidy(() => variable.assign(toTensor(fixture.weights[weightNames[name] ?? name] as never)));
      }

      const results = tf.tidy(() => {
        const differentiable = [
          ...inputs.filter(({ name }) => name in fixture.grads),
          ...layer.weights
            .map(({ name, variable }) => ({ name, tensor: variable }))
            .filter(({ name }) => name in fixture.grads),
        ];
        expect(differentiable.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.grads).sort());
        let y: tf.Tensor | undefined;
        const { grads } = tf.variableGrads(
          () => {
            y = tf.keep(layer.run(tensors, { training: fixture.config.training ?? true }) as tf.Tensor);
            return tf.sum(tf.mul(y, toTensor(fixture.upstream['y'] as never)));
          },
          differentiable.map(({ tensor }) => tensor as tf.Variable),
        );
        return {
          y: y as tf.Tensor,
          ...Object.fromEntries(
            differentiable.map(({ name, tensor }) => [name, grads[(tensor as tf.Variable).name] as tf.Tensor]),
          ),
        };
      });
      for (const [name, value] of Object.entries<tf.Tensor>(results)) {
        const reference = name === 'y' ? fixture.outputs['y'] : fixture.grads[name];
        expect(value.shape, `shape of ${name}`).toEqual(reference?.shape);
        expectWithinTolerance(await value.data(), reference);
        value.dispose();
      }
      for (const { name, variable } of layer.weights) {
        const state = fixture.outputs[`state_${weightNames[name] ?? name}`];
        if (state !== undefined) expectWithinTolerance(await variable.data(), state);
      }
      layer.dispose();
      for (const { tensor } of inputs) tensor.dispose();
    });
  }
});
