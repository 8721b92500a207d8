/** Embeddings and activations against PyTorch: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { ActivationName } from '../activations/activation-function.js';
import type { Layer } from '../layer.js';
import { expectReference } from '../testing/layer-reference.js';
import { activation } from './activations/activation.js';
import { prelu } from './activations/prelu.js';
import { embedding } from './core/embedding.js';

/** What the configs of the cases used here hold, in the words of the fixture files. */
interface Config {
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

/** The layer of a case, or undefined where this package has none yet. */
function layerOf({ op, config }: FixtureCase<Config>): Layer | undefined {
  switch (op) {
    case 'embedding':
      return embedding({ inputDim: config.vocab, outputDim: config.dim });
    case 'prelu':
      return prelu({ sharedAxes: [1] }); // one slope a channel of sequences
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

it('covers every case', () => {
  expect(covered.map((fixture) => fixture.op).sort()).toEqual(
    ['embedding', 'prelu', ...Array(22).fill('activation')].sort(),
  );
});

/** PyTorch keeps one slope a channel `[channels]`, Keras and we `[1, channels]`. */
function withSlopesAlongTime(fixture: FixtureCase<Config>): FixtureCase<Config> {
  const placed = ({ alpha, ...rest }: FixtureCase['weights']): FixtureCase['weights'] =>
    alpha === undefined ? rest : { ...rest, alpha: { ...alpha, shape: [1, ...alpha.shape] } };
  return { ...fixture, weights: placed(fixture.weights), grads: placed(fixture.grads) };
}

describeBackends('layers against PyTorch', () => {
  it.each(covered.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const expected = fixture.op === 'prelu' ? withSlopesAlongTime(fixture) : fixture;
    await expectReference(layerOf(fixture) as Layer, expected as FixtureCase<never>);
  });
});
