/** Recurrent layers against PyTorch and Keras: outputs, states and the gradient of every input and weight. */
import { type DecodedTensor, describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { concat, type Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { ActivationName } from '../../activations/activation-function.js';
import type { Layer } from '../../layer.js';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';
import { bidirectional } from './bidirectional.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { simpleRNN } from './simple-rnn.js';

/** What the configs hold, in the words of the fixture files. */
interface Config extends Record<string, unknown> {
  readonly kind: 'simple' | 'lstm' | 'gru';
  readonly units: number;
  readonly bidirectional?: boolean;
  readonly reset_after?: boolean;
  readonly recurrent_activation?: ActivationName;
}

const { cases } = await loadFixtures<Config>('layers');
const recurrent = cases.filter(({ op }) => op === 'rnn');

const keras = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) =>
  /RNN|LSTM|GRU|Bidirectional|TimeDistributed/.test(op),
);

function layerOf({ config }: FixtureCase<Config>): Layer {
  const { kind, units, reset_after: resetAfter = true, recurrent_activation: recurrentActivation = 'sigmoid' } = config;
  const sequence = { units, returnSequences: true, returnState: true };
  if (kind === 'simple') return simpleRNN(sequence);
  if (kind === 'gru') return gru({ ...sequence, resetAfter });
  const layer = lstm({ ...sequence, recurrentActivation });
  return config.bidirectional === true ? bidirectional({ layer }) : layer;
}

/** Lengths of the examples as a mask. */
function withMask(fixture: FixtureCase<Config>): FixtureCase<Config> {
  const { lengths, ...inputs } = fixture.inputs;
  if (lengths === undefined) return fixture;
  const time = fixture.inputs['x']?.shape[1] ?? 0;
  const counts = Array.from(lengths.values, (length) => Array.from({ length: time }, (_, step) => +(step < length)));
  const shape = [lengths.values.length, time];
  const mask: DecodedTensor = { shape, dtype: 'uint8', values: Float64Array.from(counts.flat()) };
  return { ...fixture, inputs: { ...inputs, mask } };
}

/** In both directions the final h are expected as one. */
function joinEnds([y, forward, , backward]: readonly Tensor[]): readonly Tensor[] {
  return [y as Tensor, concat([forward as Tensor, backward as Tensor], 1)];
}

it('covers every case', () => {
  expect(keras.length).toBe(78);
  expect(recurrent.map(({ name }) => name)).toEqual([
    'rnn_simple',
    'lstm',
    'lstm_state',
    'lstm_masked',
    'lstm_hard_sigmoid2',
    'bilstm',
    'gru_reset_after',
    'gru_reset_before',
  ]);
});

describeBackends('recurrent layers against PyTorch', () => {
  for (const fixture of recurrent) {
    it(`${fixture.name}`, async () => {
      const isBidirectional = fixture.config.bidirectional === true;
      await expectReference(layerOf(fixture), withMask(fixture), {
        nameOf: ({ name, path }) =>
          `${path.includes('backward_') ? 'bw_' : ''}${name === 'recurrentKernel' ? 'recurrent_kernel' : name}`,
        ...(isBidirectional ? { combine: joinEnds } : {}),
      });
    });
  }
});

/** The path of a weight in Keras: a backward layer of the user keeps its own name there. */
function kerasName(fixture: FixtureCase, path: string): string {
  const name = path.replace(/^layer\//, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return name in fixture.weights ? name : name.replace(/^backward_/, '');
}

describeBackends('recurrent layers against Keras', () => {
  for (const fixture of keras) {
    it(`${fixture.name}`, async () => {
      await expectReference(layerOfKeras(fixture), fixture, {
        training: fixture.config['__training'] === true,
        nameOf: ({ path }) => kerasName(fixture, path),
      });
    });
  }
});
