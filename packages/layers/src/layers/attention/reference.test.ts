/** Attention and an encoder block against PyTorch: outputs and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { expectAttention } from '../../testing/attention-reference.js';
import { multiHeadAttention } from './multi-head-attention.js';
import { transformerEncoder } from './transformer-encoder.js';

/** What the configs of PyTorch's cases hold, in the words of the fixture files. */
interface Config {
  readonly heads: number;
  readonly key_dim: number;
  readonly ff: number;
  readonly epsilon: number;
  readonly causal: boolean;
}

/** Names of the fixtures of PyTorch by ours. */
const encoderNames: Readonly<Record<string, string>> = {
  'self_attention_layer_norm/gamma': 'ln1_gamma',
  'self_attention_layer_norm/beta': 'ln1_beta',
  'feedforward_layer_norm/gamma': 'ln2_gamma',
  'feedforward_layer_norm/beta': 'ln2_beta',
  'feedforward_intermediate_dense/kernel': 'ff1_kernel',
  'feedforward_intermediate_dense/bias': 'ff1_bias',
  'feedforward_output_dense/kernel': 'ff2_kernel',
  'feedforward_output_dense/bias': 'ff2_bias',
};

function torchName(name: string): string {
  return (
    encoderNames[name] ??
    name.replace('self_attention_layer/', '').replace('attention_output', 'output').replace('/', '_')
  );
}

function layerOfTorch({ op, config }: FixtureCase<Config>): Layer {
  const { heads: numHeads, key_dim: keyDim, causal: useCausalMask } = config;
  if (op === 'multi_head_attention') return multiHeadAttention({ numHeads, keyDim, useCausalMask });
  return transformerEncoder({
    numHeads,
    intermediateDim: config.ff,
    layerNormEpsilon: config.epsilon,
    activation: 'gelu',
    normalizeFirst: true,
  });
}

const cases = (await loadFixtures<Config>('layers')).cases.filter(({ op }) =>
  ['multi_head_attention', 'transformer_encoder_block'].includes(op),
);

it('covers every case', () => {
  expect(cases.length).toBe(4);
});

describeBackends('attention against PyTorch', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectAttention(layerOfTorch(fixture), fixture as FixtureCase<never>, { nameOf: torchName });
  });
});
