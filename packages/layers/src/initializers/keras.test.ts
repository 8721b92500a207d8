/** Initializers that leave nothing to chance against Keras. */
import { random } from '@isograd/core';
import { camelCaseConfig, describeBackends, expectWithinTolerance, loadFixtures } from '@isograd/testing';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { resolveInitializer } from './named-initializer.js';

const { cases } = await loadFixtures<{ readonly __shape: readonly number[] }>('initializers', 'keras');

describeBackends('initializers against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, { op, config, outputs }) => {
    const { __shape: shape, ...options } = config;
    // Keras leaves the gain of an identity out of its config; it stands in the first place.
    const gain = op === 'Identity' ? { gain: outputs['w']?.values[0] } : {};
    const className = op === 'Identity' ? 'IdentityInitializer' : op;
    const initializer = resolveInitializer('test', { className, config: { ...camelCaseConfig(options), ...gain } });
    const w = tidy(() => initializer.init(random.key(0), shape, 'float32') as Tensor);
    expectWithinTolerance(await w.data(), outputs['w']);
    w.dispose();
  });
});
