/** Every schedule against those of Keras, PyTorch and Optax. */
import {
  camelCaseConfig,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  type FixtureReference,
  loadFixtures,
} from '@isograd/testing';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constant } from './constant.js';
import { cosineDecay } from './cosine-decay.js';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';
import { cyclical } from './cyclical.js';
import { exponentialDecay } from './exponential-decay.js';
import { joinSchedules } from './join-schedules.js';
import { linearWarmup } from './linear-warmup.js';
import { multiStepDecay } from './multi-step-decay.js';
import { multiplySchedules } from './multiply-schedules.js';
import { noam } from './noam.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';
import { polynomialDecay } from './polynomial-decay.js';
import type { Schedule } from './schedule.js';
import { scheduleFromConfig } from './schedule-from-config.js';

/** Options of PyTorch's schedulers: each case has those of its own. `lr` is the rate of the optimizer. */
interface TorchConfig {
  readonly op: string;
  readonly lr: number;
  readonly step_size: number;
  readonly milestones: readonly number[];
  readonly gamma: number;
  readonly T_max: number;
  readonly T_0: number;
  readonly T_mult: number;
  readonly eta_min: number;
  readonly max_lr: number;
  readonly total_steps: number;
  readonly pct_start: number;
  readonly anneal_strategy: 'cos' | 'linear';
  readonly div_factor: number;
  readonly final_div_factor: number;
  readonly three_phase: boolean;
  readonly base_lr: number;
  readonly step_size_up: number;
  readonly step_size_down: number;
  readonly mode: 'triangular' | 'triangular2' | 'exp_range';
  readonly total_iters: number;
  readonly power: number;
  readonly start_factor: number;
  readonly end_factor: number;
  readonly factor: number;
  readonly warmup_steps: number;
  readonly schedulers: readonly TorchConfig[];
  readonly __factor: number;
  readonly __d_model: number;
  readonly __warmup_steps: number;
}

/** Options of Optax's schedules: each case has those of its own. */
interface OptaxConfig {
  readonly op: string;
  readonly value: number;
  readonly init_value: number;
  readonly end_value: number;
  readonly peak_value: number;
  readonly transition_steps: number;
  readonly transition_begin: number;
  readonly warmup_steps: number;
  readonly decay_steps: number;
  readonly decay_rate: number;
  readonly staircase: boolean;
  readonly power: number;
  readonly alpha: number;
  readonly pct_start: number;
  readonly pct_final: number;
  readonly div_factor: number;
  readonly final_div_factor: number;
  readonly cosine_kwargs: readonly [OptaxConfig, ...OptaxConfig[]];
  readonly schedules: readonly OptaxConfig[];
  readonly boundaries: readonly number[];
  readonly boundaries_and_scales: Readonly<Record<string, number>>;
}

/** Another library's schedules, by their names, in ours. */
type Dictionary<Config> = Readonly<Record<string, (config: Config) => Schedule>>;

/** PyTorch's schedulers. */
const torch: Dictionary<TorchConfig> = {
  StepLR: ({ lr, step_size, gamma }) =>
    exponentialDecay({ initialLearningRate: lr, decaySteps: step_size, decayRate: gamma, staircase: true }),
  MultiStepLR: ({ lr, milestones, gamma }) => multiStepDecay({ initialLearningRate: lr, milestones, factor: gamma }),
  ExponentialLR: ({ lr, gamma }) => exponentialDecay({ initialLearningRate: lr, decaySteps: 1, decayRate: gamma }),
  MultiplicativeLR: ({ lr, __factor }) =>
    exponentialDecay({ initialLearningRate: lr, decaySteps: 1, decayRate: __factor }),
  CosineAnnealingLR: ({ lr, T_max, eta_min }) =>
    cosineDecay({ initialLearningRate: lr, decaySteps: T_max, alpha: eta_min / lr }),
  CosineAnnealingWarmRestarts: ({ lr, T_0, T_mult, eta_min }) =>
    cosineDecayRestarts({ initialLearningRate: lr, firstDecaySteps: T_0, tMul: T_mult, alpha: eta_min / lr }),
  OneCycleLR: ({ max_lr, total_steps, pct_start, anneal_strategy, div_factor, final_div_factor, three_phase }) =>
    oneCycle({
      maxLearningRate: max_lr,
      totalSteps: total_steps,
      pctStart: pct_start,
      annealStrategy: anneal_strategy,
      divFactor: div_factor,
      finalDivFactor: final_div_factor,
      threePhase: three_phase,
    }),
  CyclicLR: ({ base_lr, max_lr, step_size_up, step_size_down, mode, gamma }) =>
    cyclical({
      baseLearningRate: base_lr,
      maxLearningRate: max_lr,
      stepSizeUp: step_size_up,
      stepSizeDown: step_size_down,
      mode: mode === 'exp_range' ? 'expRange' : mode,
      gamma,
    }),
  PolynomialLR: ({ lr, total_iters, power }) =>
    polynomialDecay({ initialLearningRate: lr, decaySteps: total_iters, endLearningRate: 0, power }),
  LinearLR: ({ lr, total_iters, start_factor = 1 / 3, end_factor = 1 }) =>
    linearWarmup({ initialLearningRate: lr * start_factor, warmupTarget: lr * end_factor, warmupSteps: total_iters }),
  ConstantLR: ({ lr, total_iters, factor }) =>
    piecewiseConstantDecay({ boundaries: [total_iters - 1], values: [lr * factor, lr] }),
  LambdaLR: ({ lr, __d_model, __warmup_steps }) =>
    noam({ modelDim: __d_model, warmupSteps: __warmup_steps, factor: lr }),
  SequentialLR: ({ lr, schedulers, milestones }) =>
    joinSchedules(
      schedulers.map((config) => translated(torch, config.op, { ...config, lr })),
      { boundaries: milestones },
    ),
  ChainedScheduler: ({ lr, schedulers }) =>
    multiplySchedules([
      constant(lr),
      ...schedulers.map((config) => translated(torch, config.op, { ...config, lr: 1 })),
    ]),
};

/** The ops of the cases of PyTorch 1.13. */
const torchNames: Readonly<Record<string, string>> = {
  step: 'StepLR',
  multi_step: 'MultiStepLR',
  exponential: 'ExponentialLR',
  cosine: 'CosineAnnealingLR',
  cosine_restarts: 'CosineAnnealingWarmRestarts',
  one_cycle: 'OneCycleLR',
  polynomial: 'PolynomialLR',
  constant: 'ConstantLR',
  cyclic: 'CyclicLR',
};

/** The schedulers of those cases. */
const torchOfOldCases: Dictionary<TorchConfig> = {
  ...Object.fromEntries(
    Object.entries(torchNames).map(([op, name]) => [op, (config) => translated(torch, name, config)]),
  ),
  // Its rates are those of PyTorch's own start_factor, 1 / 3, not of the one that its config names.
  linear: (config) => translated(torch, 'LinearLR', { ...config, start_factor: 1 / 3 }),
  warmup_cosine: ({ lr, warmup_steps, start_factor, T_max, eta_min }) =>
    cosineDecay({
      initialLearningRate: lr * start_factor,
      warmupTarget: lr,
      warmupSteps: warmup_steps,
      decaySteps: T_max,
      alpha: eta_min / lr,
    }),
};

/** Optax's schedules. */
const optax: Dictionary<OptaxConfig> = {
  constant_schedule: ({ value }) => constant(value),
  linear_schedule: ({ init_value, end_value, transition_steps, transition_begin }) =>
    after(
      transition_begin,
      init_value,
      linearWarmup({ initialLearningRate: init_value, warmupTarget: end_value, warmupSteps: transition_steps }),
    ),
  polynomial_schedule: ({ init_value, end_value, power, transition_steps, transition_begin }) =>
    after(
      transition_begin,
      init_value,
      polynomialDecay({
        initialLearningRate: init_value,
        endLearningRate: end_value,
        decaySteps: transition_steps,
        power,
      }),
    ),
  exponential_decay: ({ init_value, transition_steps, decay_rate, staircase, transition_begin }) =>
    after(
      transition_begin,
      init_value,
      exponentialDecay({
        initialLearningRate: init_value,
        decaySteps: transition_steps,
        decayRate: decay_rate,
        staircase,
      }),
    ),
  cosine_decay_schedule: ({ init_value, decay_steps, alpha }) =>
    cosineDecay({ initialLearningRate: init_value, decaySteps: decay_steps, alpha }),
  warmup_constant_schedule: ({ init_value, peak_value, warmup_steps }) =>
    linearWarmup({ initialLearningRate: init_value, warmupTarget: peak_value, warmupSteps: warmup_steps }),
  warmup_cosine_decay_schedule: ({ init_value, peak_value, warmup_steps, decay_steps, end_value = 0 }) =>
    cosineDecay({
      initialLearningRate: init_value,
      warmupTarget: peak_value,
      warmupSteps: warmup_steps,
      decaySteps: decay_steps - warmup_steps,
      alpha: end_value / peak_value,
    }),
  warmup_exponential_decay_schedule: ({ init_value, peak_value, warmup_steps, transition_steps, decay_rate }) =>
    joinSchedules(
      [
        linearWarmup({ initialLearningRate: init_value, warmupTarget: peak_value, warmupSteps: warmup_steps }),
        exponentialDecay({ initialLearningRate: peak_value, decaySteps: transition_steps, decayRate: decay_rate }),
      ],
      { boundaries: [warmup_steps] },
    ),
  sgdr_schedule: ({ cosine_kwargs }) =>
    joinSchedules(
      cosine_kwargs.map((config) => translated(optax, 'warmup_cosine_decay_schedule', config)),
      { boundaries: [cosine_kwargs[0].decay_steps] },
    ),
  join_schedules: ({ schedules, boundaries }) =>
    joinSchedules(
      schedules.map((config) => translated(optax, config.op, config)),
      { boundaries },
    ),
  piecewise_constant_schedule: ({ init_value, boundaries_and_scales }) =>
    piecewiseConstantDecay({
      boundaries: Object.keys(boundaries_and_scales).map((step) => Number(step) - 1),
      values: products(init_value, Object.values(boundaries_and_scales)),
    }),
  piecewise_interpolate_schedule: ({ init_value, boundaries_and_scales }) =>
    polyline(
      [0, ...Object.keys(boundaries_and_scales).map(Number)],
      products(init_value, Object.values(boundaries_and_scales)),
    ),
  linear_onecycle_schedule: ({
    transition_steps: steps,
    peak_value,
    pct_start = 0.3,
    pct_final = 0.85,
    div_factor = 25,
    final_div_factor = 1e4,
  }) =>
    polyline(
      [0, Math.floor(pct_start * steps), Math.floor(pct_final * steps), steps],
      products(peak_value / div_factor, [div_factor, 1 / div_factor, 1 / final_div_factor]),
    ),
};

/** Keras's schedules, through the config that it writes. */
const keras = (op: string, config: Readonly<Record<string, unknown>>): Schedule => {
  const given = Object.entries(camelCaseConfig(config)).filter(([, value]) => value !== null);
  const name = op.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return scheduleFromConfig({ ...Object.fromEntries(given), name } as never);
};

/** Cases that our schedules do not express, and why. */
const leftOut: Readonly<Record<FixtureReference, Readonly<Record<string, string>>>> = {
  torch: { plateau: 'follows the loss: no function of the step' },
  'torch-more': Object.fromEntries(
    ['max', 'max_abs', 'rel', 'abs', 'cooldown', 'patience_0', 'eps'].map((name) => [
      `ReduceLROnPlateau_${name}`,
      'follows the loss: no function of the step',
    ]),
  ),
  keras: { PiecewiseConstantDecay_fractions: 'a boundary is a step: fractions, which Keras rounds, are refused' },
  optax: {
    cosine_onecycle_schedule: 'peaks and ends a step later than PyTorch’s',
    cosine_onecycle_schedule_options: 'peaks and ends a step later than PyTorch’s',
    cosine_decay_schedule: 'a power of the cosine',
    warmup_cosine_decay_schedule_exponent: 'a power of the cosine',
    piecewise_interpolate_schedule_cosine: 'cosines that rise',
    exponential_decay_staircase: 'a bound that the rate does not pass',
    exponential_decay_growth: 'a bound that the rate does not pass',
    warmup_exponential_decay_schedule_options: 'a bound that the rate does not pass',
  },
};

/** A case, and what it is here. */
interface TranslatedCase {
  readonly fixture: Pick<FixtureCase, 'name' | 'op' | 'lr'>;
  readonly make: () => Schedule;
}

const translatedCases: Readonly<Record<FixtureReference, readonly TranslatedCase[]>> = {
  torch: (await loadFixtures<TorchConfig>('schedules')).cases.map((fixture) => ({
    fixture,
    make: () => translated(torchOfOldCases, fixture.op, fixture.config),
  })),
  'torch-more': (await loadFixtures<TorchConfig>('schedules', 'torch-more')).cases.map((fixture) => ({
    fixture,
    make: () => translated(torch, fixture.op, fixture.config),
  })),
  keras: (await loadFixtures('schedules', 'keras')).cases.map((fixture) => ({
    fixture,
    make: () => keras(fixture.op, fixture.config),
  })),
  optax: (await loadFixtures<OptaxConfig>('schedules', 'optax')).cases.map((fixture) => ({
    fixture,
    make: () => translated(optax, fixture.op, fixture.config),
  })),
};

function translated<Config>(dictionary: Dictionary<Config>, op: string, config: Config): Schedule {
  const translate = dictionary[op];
  if (translate === undefined) throw new Error(`no word for ${op}`);
  return translate(config);
}

/** A schedule that begins some steps later. */
function after(steps: number | undefined, before: number, schedule: Schedule): Schedule {
  return steps === undefined ? schedule : joinSchedules([constant(before), schedule], { boundaries: [steps] });
}

/** `first`, and what it becomes by one factor after another. */
function products(first: number, factors: readonly number[]): number[] {
  const values = [first];
  for (const factor of factors) values.push((values.at(-1) as number) * factor);
  return values;
}

/** Straight lines between rates at certain steps. */
function polyline(steps: readonly number[], rates: readonly number[]): Schedule {
  const lines = steps.slice(1).map((end, index) =>
    linearWarmup({
      initialLearningRate: rates[index] as number,
      warmupTarget: rates[index + 1] as number,
      warmupSteps: end - (steps[index] as number),
    }),
  );
  return joinSchedules(lines, { boundaries: steps.slice(1, -1) });
}

describeBackends('schedules', () => {
  describe.each(Object.entries(translatedCases))('agree with %s', (reference, cases) => {
    const reasons = leftOut[reference as FixtureReference];
    const expressed = cases.filter(({ fixture }) => !Object.hasOwn(reasons, fixture.name));

    it('in every case but those that are named', () => {
      expect(expressed.length).toBe(cases.length - Object.keys(reasons).length);
      expect(expressed.length).toBeGreaterThan(10);
    });

    it.each(expressed.map(({ fixture, make }) => [fixture.name, fixture, make] as const))(
      '%s',
      (name, fixture, make) => {
        const schedule = make();
        const { op, lr = [] } = fixture;
        expect(lr.length).toBeGreaterThanOrEqual(10);
        const rates = lr.map((_, step) => tidy(() => schedule(scalar(step, 'int32')).dataSync()[0] as number));
        const origin = { reference: reference as FixtureReference, op, caseName: name };
        const expected = { shape: [lr.length], dtype: 'float64', values: Float64Array.from(lr), origin };
        expect(expectWithinTolerance(rates, expected)).toBeLessThanOrEqual(1);
      },
    );
  });

  it('refuse the boundaries between steps that Keras rounds', () => {
    const fractions = translatedCases.keras.find(({ fixture }) => fixture.name === 'PiecewiseConstantDecay_fractions');
    expect(fractions?.make).toThrow(/boundaries\[0\].*OPTIMIZER_OPTION/s);
  });
});
