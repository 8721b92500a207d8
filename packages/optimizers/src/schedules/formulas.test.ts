/** Every schedule against its formula in float64, up to ten million steps: nearly all digits of float32 are right. */
import { describeBackends, expectWithinTolerance } from '@isograd/testing';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { constant } from './constant.js';
import { cosineDecay } from './cosine-decay.js';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';
import { cyclical } from './cyclical.js';
import { exponentialDecay } from './exponential-decay.js';
import { inverseTimeDecay } from './inverse-time-decay.js';
import { joinSchedules } from './join-schedules.js';
import { linearWarmup } from './linear-warmup.js';
import { multiStepDecay } from './multi-step-decay.js';
import { multiplySchedules } from './multiply-schedules.js';
import { noam } from './noam.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';
import { polynomialDecay } from './polynomial-decay.js';
import type { Schedule } from './schedule.js';

interface Case {
  readonly schedule: Schedule;
  /** In float64. */
  readonly formula: (t: number) => number;
  /** What errors are compared with. Default: the rate itself, however small it is. */
  readonly size?: (t: number) => number;
}

/** Rates are in thousands, so that the smallest error of the table, 1e-7, plays no part. */
const top = 1000;

/** (1 + cos(π x)) / 2. */
const wave = (x: number): number => (1 + Math.cos(Math.PI * x)) / 2;

/** Of cosineDecayRestarts: the period of a step, by adding up the lengths of those before it. */
function restart(t: number, first: number, tMul: number): { period: number; x: number } {
  let [period, start, length] = [0, 0, first];
  while (t >= start + length) {
    start += length;
    length *= tMul;
    period += 1;
  }
  return { period, x: (t - start) / length };
}

const cases: Readonly<Record<string, Case>> = {
  constant: { schedule: constant(top), formula: () => top },
  'exponentialDecay, over a million steps': {
    schedule: exponentialDecay({ initialLearningRate: top, decaySteps: 1_000_000, decayRate: 0.3 }),
    formula: (t) => top * 0.3 ** (t / 1_000_000),
  },
  'exponentialDecay, each step': {
    schedule: exponentialDecay({ initialLearningRate: top, decaySteps: 1, decayRate: 0.999_999 }),
    formula: (t) => top * 0.999_999 ** t,
  },
  'exponentialDecay, growing': {
    schedule: exponentialDecay({ initialLearningRate: top, decaySteps: 3_000_000, decayRate: 10 }),
    formula: (t) => top * 10 ** (t / 3_000_000),
  },
  'exponentialDecay, staircase': {
    schedule: exponentialDecay({ initialLearningRate: top, decaySteps: 7, decayRate: 0.999_995, staircase: true }),
    formula: (t) => top * 0.999_995 ** Math.floor(t / 7),
  },
  'exponentialDecay, to 0 at once': {
    schedule: exponentialDecay({ initialLearningRate: top, decaySteps: 3, decayRate: 0, staircase: true }),
    formula: (t) => (t < 3 ? top : 0),
  },
  inverseTimeDecay: {
    schedule: inverseTimeDecay({ initialLearningRate: top, decaySteps: 1000, decayRate: 0.5 }),
    formula: (t) => top / (1 + 0.5 * (t / 1000)),
  },
  'inverseTimeDecay, staircase': {
    schedule: inverseTimeDecay({ initialLearningRate: top, decaySteps: 9, decayRate: 0.01, staircase: true }),
    formula: (t) => top / (1 + 0.01 * Math.floor(t / 9)),
  },
  piecewiseConstantDecay: {
    schedule: piecewiseConstantDecay({ boundaries: [0, 10, 9_999_999], values: [top, 0.1, 500, 7] }),
    formula: (t) => (t <= 0 ? top : t <= 10 ? 0.1 : t <= 9_999_999 ? 500 : 7),
  },
  multiStepDecay: {
    schedule: multiStepDecay({ initialLearningRate: top, milestones: [1, 10, 9_999_999], factor: 0.5 }),
    formula: (t) => top * 0.5 ** (t >= 9_999_999 ? 3 : t >= 10 ? 2 : t >= 1 ? 1 : 0),
  },
  linearWarmup: {
    schedule: linearWarmup({ warmupTarget: top, warmupSteps: 9_999_990 }),
    formula: (t) => top * Math.min(t / 9_999_990, 1),
  },
  'linearWarmup, downwards': {
    schedule: linearWarmup({ initialLearningRate: top, warmupTarget: 1, warmupSteps: 13 }),
    formula: (t) => top + (1 - top) * Math.min(t / 13, 1),
    size: () => top,
  },
  polynomialDecay: {
    schedule: polynomialDecay({ initialLearningRate: top, decaySteps: 10_000_000, endLearningRate: 0 }),
    formula: (t) => (top * (10_000_000 - t)) / 10_000_000,
  },
  ...Object.fromEntries(
    [0, 0.1, 0.5, 0.9, 1.75, 2, 5, 7.3].map((power): [string, Case] => [
      `polynomialDecay, power ${power}`,
      {
        schedule: polynomialDecay({ initialLearningRate: top, decaySteps: 10_000_000, endLearningRate: 0, power }),
        formula: (t) => top * ((10_000_000 - t) / 10_000_000) ** power,
      },
    ]),
  ),
  'polynomialDecay, cycle': {
    schedule: polynomialDecay({
      initialLearningRate: top,
      decaySteps: 9,
      endLearningRate: 0,
      power: 1.5,
      cycle: true,
    }),
    formula: (t) => {
      const end = 9 * Math.max(Math.ceil(t / 9), 1);
      return top * ((end - t) / end) ** 1.5;
    },
  },
  cosineDecay: {
    schedule: cosineDecay({ initialLearningRate: top, decaySteps: 9_999_999, alpha: 0.01 }),
    formula: (t) => top * (0.99 * wave(Math.min(t / 9_999_999, 1)) + 0.01),
    size: () => top,
  },
  'cosineDecayRestarts, even': {
    schedule: cosineDecayRestarts({ initialLearningRate: top, firstDecaySteps: 7, tMul: 1, mMul: 0.999_999 }),
    formula: (t) => top * 0.999_999 ** Math.floor(t / 7) * wave((t % 7) / 7),
    size: () => top,
  },
  ...Object.fromEntries(
    [
      { first: 10, tMul: 2, mMul: 1 },
      { first: 3, tMul: 1.5, mMul: 0.9 },
      { first: 1, tMul: 1.25, mMul: 1.1 },
      { first: 1000, tMul: 1.01, mMul: 0.99 },
    ].map(({ first, tMul, mMul }): [string, Case] => [
      `cosineDecayRestarts, ${first} steps times ${tMul}`,
      {
        schedule: cosineDecayRestarts({ initialLearningRate: top, firstDecaySteps: first, tMul, mMul, alpha: 0.1 }),
        formula: (t) => {
          const { period, x } = restart(t, first, tMul);
          return top * (0.9 * mMul ** period * wave(x) + 0.1);
        },
        size: (t) => top * mMul ** restart(t, first, tMul).period,
      },
    ]),
  ),
  ...Object.fromEntries(
    (['triangular', 'triangular2', 'expRange'] as const).map((mode): [string, Case] => [
      `cyclical, ${mode}`,
      {
        schedule: cyclical({
          baseLearningRate: 0,
          maxLearningRate: top,
          stepSizeUp: 300_000,
          stepSizeDown: 700_000,
          mode,
          gamma: 0.999_999,
        }),
        formula: (t) => {
          const position = t % 1_000_000;
          const share = position <= 300_000 ? position / 300_000 : (1_000_000 - position) / 700_000;
          const damping = { triangular: 1, triangular2: 0.5 ** Math.floor(t / 1_000_000), expRange: 0.999_999 ** t };
          return top * share * damping[mode];
        },
      },
    ]),
  ),
  noam: {
    schedule: noam({ modelDim: 512, factor: 1e6 }),
    formula: (t) => (1e6 / Math.sqrt(512)) * Math.min((t + 1) ** -0.5, (t + 1) * 4000 ** -1.5),
  },
  oneCycle: {
    schedule: oneCycle({ maxLearningRate: top, totalSteps: 10_000_000 }),
    formula: (t) => {
      const [first, last] = [top / 25, top / 25e4];
      if (t <= 2_999_999) return top + (first - top) * wave(t / 2_999_999);
      return last + (top - last) * wave(Math.min((t - 2_999_999) / 7_000_000, 1));
    },
    size: () => top,
  },
  'oneCycle, linear, three phases, ends between steps': {
    schedule: oneCycle({
      maxLearningRate: top,
      totalSteps: 31,
      pctStart: 0.35,
      annealStrategy: 'linear',
      divFactor: 4,
      finalDivFactor: 10,
      threePhase: true,
    }),
    formula: (t) => {
      const [up, down, end] = [0.35 * 31 - 1, 2 * 0.35 * 31 - 2, 30];
      if (t <= up) return 250 + (750 * t) / up;
      if (t <= down) return top - (750 * (t - up)) / (down - up);
      return 250 - 225 * Math.min((t - down) / (end - down), 1);
    },
    size: () => top,
  },
  joinSchedules: {
    schedule: joinSchedules(
      [
        constant(5),
        linearWarmup({ warmupTarget: top, warmupSteps: 20 }),
        exponentialDecay({ initialLearningRate: top, decaySteps: 100_000, decayRate: 0.9 }),
        cosineDecay({ initialLearningRate: 1, decaySteps: 100 }),
      ],
      { boundaries: [3, 23, 9_999_990] },
    ),
    formula: (t) => {
      if (t < 3) return 5;
      if (t < 23) return (top * (t - 3)) / 20;
      if (t < 9_999_990) return top * 0.9 ** ((t - 23) / 100_000);
      return wave((t - 9_999_990) / 100);
    },
  },
  multiplySchedules: {
    schedule: multiplySchedules([
      inverseTimeDecay({ initialLearningRate: 2, decaySteps: 1, decayRate: 1 }),
      constant(top),
      linearWarmup({ warmupTarget: 1, warmupSteps: 1000 }),
    ]),
    formula: (t) => ((2 * top) / (1 + t)) * Math.min(t / 1000, 1),
  },
};

/** The first steps, and those about the powers of ten, multiples of periods and millions: where rounding may err. */
const steps = [
  ...Array.from({ length: 50 }, (_, step) => step),
  ...[63, 70, 90, 1000, 4000, 65_536, 300_000, 1_000_000, 2_999_999, 3_000_000, 7_000_000, 9_999_990].flatMap(
    (step) => [step - 1, step, step + 1],
  ),
  7 * 1_428_571 - 1,
  7 * 1_428_571,
  9 * 1_111_111 - 1,
  9 * 1_111_111,
  9 * 1_111_111 + 1,
  10_000_000,
];

describeBackends('schedules', () => {
  it.each(Object.entries(cases))('%s', (_name, { schedule, formula, size = formula }) => {
    for (const step of steps) {
      const rate = tidy(() => schedule(scalar(step, 'int32')).dataSync());
      const expected = { shape: [], dtype: 'float64', values: Float64Array.of(formula(step)), scale: size(step) };
      expect(expectWithinTolerance(rate, expected), `step ${step}`).toBeLessThanOrEqual(1);
    }
  });
});
