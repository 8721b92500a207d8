/** Every loss of Keras against Keras: value and gradient, options, weights and reductions. */
import {
  camelCaseConfig,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
  loadKerasDefaults,
  toTensor,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { computeLoss, type Loss } from './loss.js';
import { lossFromConfig } from './named-loss.js';

const { cases } = await loadFixtures('losses', 'keras');

function lossOf({ op, config }: FixtureCase): Loss {
  return lossFromConfig({ className: op, config: camelCaseConfig(config) });
}

it('has every loss of Keras, and its defaults', async () => {
  const { modules } = await loadKerasDefaults();
  const classes = Object.entries(modules.losses).filter(([name]) => name !== 'Loss');
  expect(classes.length).toBeGreaterThan(20);
  for (const [className, { parameters }] of classes) {
    const { config } = lossFromConfig({ className, config: {} });
    const defaults = Object.fromEntries(
      parameters.flatMap((parameter) => (parameter.required ? [] : [[parameter.name, parameter.default]])),
    );
    expect(config, className).toMatchObject(withoutNulls(camelCaseConfig(defaults)));
  }
  expect(new Set(cases.map(({ op }) => op))).toEqual(new Set(classes.map(([name]) => name)));
});

/** What is null in Keras is absent, or null, here. */
function withoutNulls(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

describeBackends('losses against Keras', () => {
  for (const fixture of cases) {
    it(`${fixture.name}`, async () => {
      const loss = lossOf(fixture);
      const { y_pred: yPred, y_true: yTrue, sample_weight: weight, mask: kept } = fixture.inputs;
      const { value, grad } = tf.tidy(() => {
        const sampleWeight = weight && toTensor(weight);
        const mask = kept && toTensor(kept);
        const upstream = toTensor(fixture.upstream['loss']);
        const compute = (x: tf.Tensor): tf.Tensor => computeLoss(loss, toTensor(yTrue), x, { sampleWeight, mask });
        const gradient = tf.grad((x) => tf.sum(tf.mul(compute(x), upstream)));
        return { value: compute(toTensor(yPred)), grad: gradient(toTensor(yPred)) };
      });
      expect(value.shape).toEqual(fixture.outputs['loss']?.shape);
      expectWithinTolerance(await value.data(), fixture.outputs['loss']);
      expectWithinTolerance(await grad.data(), fixture.grads['y_pred']);
      tf.dispose([value, grad]);
    });
  }
});
