/** Constraints against Keras. */
import { camelCaseConfig, describeBackends, expectWithinTolerance, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { resolveConstraint } from './named-constraint.js';

const { cases } = await loadFixtures('constraints', 'keras');

describeBackends('constraints against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, { op, config, ...fixture }) => {
    const constraint = resolveConstraint('test', { className: op, config: camelCaseConfig(config) });
    const w = tf.tidy(() => constraint?.apply(toTensor(fixture.inputs['w'])) as tf.Tensor);
    expectWithinTolerance(await w.data(), fixture.outputs['w']);
    w.dispose();
  });
});
