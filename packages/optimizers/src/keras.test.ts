/** Every optimizer of Keras, by its own config, against what Keras computes. */
import {
  camelCaseConfig,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
} from '@isograd/testing';
import { expect, it } from 'vitest';
import type { Json, JsonObject } from './json.js';
import { optimizerFromConfig } from './optimizer-from-config.js';
import type { Optimizer } from './optimizer.js';
import { type Params, runCase, type Training } from './testing/fixture-runs.js';
import { accumulateGradients } from './wrappers/accumulate-gradients.js';

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

/** Options that wrappers take the place of, or that change nothing: a factor of the loss that is divided out again. */
const leftOut = new Set([
  'useEma',
  'emaMomentum',
  'emaOverwriteFrequency',
  'gradientAccumulationSteps',
  'lossScaleFactor',
]);

/** Cases of wrappers/reference.test.ts: wrappers that are no options here, and a schedule that counts small batches. */
const isOfWrapper = ({ name, op, config }: FixtureCase): boolean =>
  op === 'LossScaleOptimizer' ||
  op === 'MultiOptimizer' ||
  config['use_ema'] === true ||
  name === 'SGD_schedule_accumulation';

/** Names of parameters in `excludeLayers` for patterns. */
const namesOfPatterns: Readonly<Record<string, string>> = { 'head.*': 'head' };

type KerasConfig = Readonly<Record<string, unknown>>;

function ownConfig(config: KerasConfig): JsonObject {
  const own = Object.entries(camelCaseConfig(config))
    .filter(([key, value]) => (value !== null || key === 'rmsRate') && !leftOut.has(key) && !key.startsWith('_'))
    .map(([key, value]) => [options[key] ?? key.replace(/_(\d)/g, '$1'), value]);
  return Object.fromEntries(own) as JsonObject;
}

/** A schedule as Keras writes it, or a number. */
function learningRateOf(value: unknown): Json {
  if (typeof value === 'number') return value;
  const { class_name: className, config } = value as { class_name: string; config: KerasConfig };
  return { ...ownConfig(config), name: `${className.charAt(0).toLowerCase()}${className.slice(1)}` };
}

function optimizerOf({ name, op, config }: FixtureCase): Optimizer {
  const excluded = config['__exclude_from_weight_decay'];
  const own: JsonObject = {
    ...ownConfig(config),
    learningRate: learningRateOf(config['learning_rate']),
    ...(excluded !== undefined && { mask: { W: true, b: false } }),
    // Keras does not do what the option says.
    ...(name === 'Adafactor_no_relative_step' && { relativeStep: true }),
    ...(op === 'Muon' && {
      excludeLayers: (config['exclude_layers'] as string[]).map((pattern) => namesOfPatterns[pattern] ?? pattern),
    }),
    ...(op === 'Muon' && config['weight_decay'] === null && { weightDecay: 0 }),
    ...(op === 'Muon' && config['adam_weight_decay'] === null && { adamWeightDecay: 0 }),
  };
  const optimizer = optimizerFromConfig({ name: names[op] ?? op.toLowerCase(), config: own });
  const steps = config['gradient_accumulation_steps'];
  return typeof steps === 'number' ? accumulateGradients(optimizer, { steps }) : optimizer;
}

const tried = cases.filter((fixture) => !isOfWrapper(fixture));

it('are all tried here, but those of wrappers', () => {
  expect([cases.length, tried.length]).toEqual([146, 131]);
});

describeBackends('optimizers of Keras', () => {
  it.each(tried.map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
    const optimizer = optimizerOf(fixture);
    const { evaluationParams } = optimizer;
    const observe = ({ params, state }: Training): Params => {
      const judged = (evaluationParams?.(params, state) ?? {}) as Params;
      return Object.fromEntries(Object.entries(judged).map(([name, value]) => [`${name}_eval`, value]));
    };
    const recorded = runCase(optimizer, fixture, problem, { observe });
    expect(Object.keys(recorded).toSorted()).toEqual(Object.keys(fixture.outputs).toSorted());
    const kind =
      fixture.op.startsWith('Ad') || ['Nadam', 'Lamb', 'Muon', 'ScheduleFreeAdamW'].includes(fixture.op)
        ? 'adam'
        : 'default';
    for (const [output, values] of Object.entries(recorded)) {
      expect(expectWithinTolerance(values, fixture.outputs[output], { kind }), output).toBeLessThanOrEqual(1);
    }
  });
});
