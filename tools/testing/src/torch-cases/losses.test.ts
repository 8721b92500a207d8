/** Every loss of the fixtures, written with ops, against PyTorch: value and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { toTensor } from '../decoded-tensor.js';
import { describeBackends } from '../describe-backends.js';
import { type FixtureCase, loadFixtures } from '../fixtures.js';
import { expectWithinTolerance } from '../tolerance.js';
import { classificationLosses } from './classification-losses.js';
import type { CaseTensors } from './layer-case.js';
import type { LossByOps, LossCaseConfig } from './loss-case.js';
import { regressionLosses } from './regression-losses.js';

const losses: { readonly [op: string]: LossByOps } = { ...regressionLosses, ...classificationLosses };

/** The loss of each example for ctc; else their average: weights count above, ignored examples not below (SCHEMA.md). */
function reduce(perExample: tf.Tensor, { op, config }: FixtureCase<LossCaseConfig>, inputs: CaseTensors): tf.Tensor {
  if (op === 'ctc') return perExample;
  const { sample_weight: weight, y_true: yTrue } = inputs;
  if (weight !== undefined) return tf.mean(tf.mul(perExample, weight));
  if (config.ignore_index === undefined) return tf.mean(perExample);
  const isCounted = tf.notEqual(yTrue as tf.Tensor, tf.scalar(config.ignore_index, 'int32'));
  return tf.div(tf.sum(perExample), tf.sum(tf.cast(isCounted, 'float32')));
}

const { cases } = await loadFixtures<LossCaseConfig>('losses');

it('has a loss for every case, and a case for every loss', () => {
  expect(cases).toHaveLength(28);
  expect([...new Set(cases.map(({ op }) => op))].sort()).toEqual(Object.keys(losses).sort());
});

describeBackends('losses by ops', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s equals PyTorch', (_name, fixture) => {
    tf.tidy(() => {
      const { upstream, outputs, grads, config, op } = fixture;
      const loss = losses[op] as LossByOps;
      const inputs: CaseTensors = Object.fromEntries(
        Object.entries(fixture.inputs).map(([name, decoded]) => [name, toTensor(decoded)]),
      );
      expectWithinTolerance(reduce(loss(inputs, config), fixture, inputs).dataSync(), outputs['loss']);

      const names = Object.keys(grads);
      const lossOf = (...at: tf.Tensor[]): tf.Tensor => {
        const replaced = Object.fromEntries(names.map((name, index) => [name, at[index] as tf.Tensor]));
        const value = reduce(loss({ ...inputs, ...replaced }, config), fixture, inputs);
        return tf.sum(tf.mul(value, toTensor(upstream['loss'])));
      };
      const gradients = tf.grads(lossOf)(names.map((name) => inputs[name] as tf.Tensor));
      names.forEach((name, index) => {
        expect(gradients[index]?.shape, name).toEqual(grads[name]?.shape);
        expectWithinTolerance((gradients[index] as tf.Tensor).dataSync(), grads[name]);
      });
    });
  });
});
