/** Every layer of the fixtures, written with ops, against PyTorch: outputs, state and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toTensor } from '../decoded-tensor.js';
import { describeBackends } from '../describe-backends.js';
import { loadFixtures } from '../fixtures.js';
import { expectWithinTolerance } from '../tolerance.js';
import { activationLayers } from './activations.js';
import { attentionLayers } from './attention.js';
import { convolutionLayers } from './convolution.js';
import { denseLayers } from './dense.js';
import type { CaseTensors, LayerByOps, LayerCaseConfig } from './layer-case.js';
import { normalizationLayers } from './normalization.js';
import { poolingLayers } from './pooling.js';
import { recurrentLayers } from './recurrent.js';

const layers: { readonly [op: string]: LayerByOps } = {
  ...denseLayers,
  ...activationLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...normalizationLayers,
  ...recurrentLayers,
  ...attentionLayers,
};

const { cases } = await loadFixtures<LayerCaseConfig>('layers');

it('has a layer for every case, and a case for every layer', () => {
  expect(cases).toHaveLength(82);
  expect([...new Set(cases.map(({ op }) => op))].sort()).toEqual(Object.keys(layers).sort());
});

describeBackends('layers by ops', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s equals PyTorch', (_name, fixture) => {
    tf.tidy(() => {
      const { inputs, weights, upstream, outputs, grads, config, op } = fixture;
      const layer = layers[op] as LayerByOps;
      const tensors: CaseTensors = Object.fromEntries(
        Object.entries({ ...inputs, ...weights }).map(([name, decoded]) => [name, toTensor(decoded)]),
      );

      const results = layer(tensors, config);
      expect(Object.keys(results).sort()).toEqual(Object.keys(outputs).sort());
      for (const [name, result] of Object.entries(results)) {
        expect(result.shape, name).toEqual(outputs[name]?.shape);
        expectWithinTolerance(result.dataSync(), outputs[name]);
      }

      const names = Object.keys(grads);
      const lossOf = (...at: tf.Tensor[]): tf.Tensor => {
        const replaced = Object.fromEntries(names.map((name, index) => [name, at[index] as tf.Tensor]));
        const reached = layer({ ...tensors, ...replaced }, config);
        const projections = Object.entries(upstream).map(([name, weight]) =>
          tf.sum(tf.mul(reached[name] as tf.Tensor, toTensor(weight))),
        );
        return tf.addN(projections);
      };
      const gradients = tf.grads(lossOf)(names.map((name) => tensors[name] as tf.Tensor));
      names.forEach((name, index) => {
        expect(gradients[index]?.shape, name).toEqual(grads[name]?.shape);
        expectWithinTolerance((gradients[index] as tf.Tensor).dataSync(), grads[name]);
      });
    });
  });
});
