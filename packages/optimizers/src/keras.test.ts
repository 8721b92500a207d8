/** Every optimizer of Keras, by its own config, against what Keras computes. */
import { camelCaseConfig, describeBackends, expectWithinTolerance, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import type { JsonObject } from './json.js';
import { optimizerFromConfig } from './optimizer-from-config.js';
import type { Optimizer } from './optimizer.js';
import { runCase } from './testing/fixture-runs.js';

const { cases, problem } = await loadFixtures('optimizers', 'keras');

/** Names that are not those of Keras in camelCase. */
const names: Readonly<Record<string, string>> = {
  AdamW: 'adamw',
  RMSprop: 'rmsprop',
  SGD: 'sgd',
  ScheduleFreeAdamW: 'scheduleFreeAdamw',
};

const options: Readonly<Record<string, string>> = {
  clipnorm: 'clipNorm',
  clipvalue: 'clipValue',
  globalClipnorm: 'globalClipNorm',
};

/** Options that wrappers take the place of, or that have no meaning here. */
const leftOut = new Set([
  'useEma',
  'emaMomentum',
  'emaOverwriteFrequency',
  'gradientAccumulationSteps',
  'lossScaleFactor',
]);

type KerasConfig = Readonly<Record<string, unknown>>;

function ownConfig(config: KerasConfig): JsonObject {
  return Object.fromEntries(
    Object.entries(camelCaseConfig(config))
      .filter(([key, value]) => value !== null && !leftOut.has(key) && !key.startsWith('_'))
      .map(([key, value]) => [options[key] ?? key.replace(/_(\d)/g, '$1'), value as never]),
  );
}

function optimizerOf(op: string, config: KerasConfig): Optimizer {
  return optimizerFromConfig({ name: names[op] ?? op.toLowerCase(), config: ownConfig(config) });
}

describeBackends('optimizers of Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
    const recorded = runCase(optimizerOf(fixture.op, fixture.config), fixture, problem);
    for (const [output, values] of Object.entries(recorded)) {
      const kind = fixture.op.startsWith('Ad') || fixture.op === 'Nadam' ? 'adam' : 'default';
      expect(expectWithinTolerance(values, fixture.outputs[output], { kind }), output).toBeLessThanOrEqual(1);
    }
  });
});
