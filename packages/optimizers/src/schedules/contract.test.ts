/** What holds for every schedule: it can be part of a captured step, and be written to a file. */
import { IsogradError } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { engine, mul, profile, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import type { Json, JsonObject } from '../json.js';
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
import { defineSchedule, type Schedule } from './schedule.js';
import { scheduleFromConfig } from './schedule-from-config.js';

const initialLearningRate = 0.5;

/** Every schedule, with what changes the kernels that it runs. */
const schedules: readonly Schedule[] = [
  constant(0.5),
  cosineDecay({ initialLearningRate, decaySteps: 10, alpha: 0.1, warmupSteps: 3, warmupTarget: 1 }),
  cosineDecayRestarts({ initialLearningRate, firstDecaySteps: 4, tMul: 1, mMul: 0.5 }),
  cosineDecayRestarts({ initialLearningRate, firstDecaySteps: 3, tMul: 1.5, mMul: 0.5 }),
  cyclical({ baseLearningRate: 0.1, maxLearningRate: 0.5, stepSizeUp: 3, mode: 'triangular2' }),
  cyclical({ baseLearningRate: 0.1, maxLearningRate: 0.5, stepSizeUp: 3, mode: 'expRange', gamma: 0.9 }),
  exponentialDecay({ initialLearningRate, decaySteps: 3, decayRate: 0.5 }),
  exponentialDecay({ initialLearningRate, decaySteps: 3, decayRate: 0.5, staircase: true }),
  inverseTimeDecay({ initialLearningRate, decaySteps: 3, decayRate: 0.5 }),
  inverseTimeDecay({ initialLearningRate, decaySteps: 3, decayRate: 0.5, staircase: true }),
  joinSchedules([linearWarmup({ warmupTarget: 0.5, warmupSteps: 2 }), noam({ modelDim: 8, warmupSteps: 2 })], {
    boundaries: [2],
  }),
  linearWarmup({ warmupTarget: 0.5, warmupSteps: 4 }),
  multiStepDecay({ initialLearningRate, milestones: [2, 5] }),
  multiplySchedules([constant(2), joinSchedules([constant(1), constant(3)], { boundaries: [4] })]),
  noam({ modelDim: 8, warmupSteps: 4 }),
  oneCycle({ maxLearningRate: 0.5, totalSteps: 10 }),
  oneCycle({ maxLearningRate: 0.5, totalSteps: 10, annealStrategy: 'linear', threePhase: true }),
  piecewiseConstantDecay({ boundaries: [2, 5], values: [0.5, 0.25, 1] }),
  polynomialDecay({ initialLearningRate, decaySteps: 8, power: 2 }),
  polynomialDecay({ initialLearningRate, decaySteps: 3, power: 0.5, cycle: true }),
];

const described = schedules.map((schedule) => [JSON.stringify(schedule.config), schedule] as const);

const counts = [0, 1, 2, 3, 4, 5, 9, 10, 11, 1_000_000];

function rateAt(schedule: Schedule, step: number): number {
  return tidy(() => schedule(scalar(step, 'int32')).dataSync()[0] as number);
}

describeBackends('the contract of a schedule', () => {
  describe.each(described)('%s', (_config, schedule) => {
    it('gives a float32 scalar, and leaves the count alone', () => {
      const count = scalar(3, 'int32');
      const rate = schedule(count);
      expect([rate.dtype, rate.shape, count.isDisposed]).toEqual(['float32', [], false]);
      rate.dispose();
      count.dispose();
    });

    it('runs the same kernels at every step and reads nothing', async () => {
      const kernelsAt = async (step: number): Promise<string[]> => {
        const count = scalar(step, 'int32');
        const reads = [vi.spyOn(engine(), 'read'), vi.spyOn(engine(), 'readSync')];
        tidy(() => void schedule(count));
        expect(reads.map((read) => read.mock.calls.length)).toEqual([0, 0]);
        for (const read of reads) read.mockRestore();
        const { kernels } = await profile(() => tidy(() => void schedule(count)));
        count.dispose();
        return kernels.map(({ name }) => name);
      };
      const first = await kernelsAt(0);
      for (const step of counts) expect(await kernelsAt(step)).toEqual(first);
    });

    it('comes back from its config', () => {
      const read = scheduleFromConfig(JSON.parse(JSON.stringify(schedule.config)) as JsonObject);
      expect(read.config).toEqual(schedule.config);
      const rates = counts.map((step) => rateAt(schedule, step));
      expect(new Set(rates).size).toBeGreaterThan(schedule.config?.['name'] === 'constant' ? 0 : 1);
      expect(counts.map((step) => rateAt(read, step))).toEqual(rates);
    });
  });

  it('holds with a config that is garbage too: it is refused, or the rates are numbers', () => {
    const garbage: readonly Json[] = [
      null,
      true,
      'x',
      '3',
      {},
      [],
      [null],
      [2, 1],
      ['x'],
      [{}],
      -1,
      0,
      0.5,
      3,
      1e300,
      -1e300,
    ];
    for (const schedule of schedules) {
      const config = schedule.config as JsonObject;
      for (const option of Object.keys(config)) {
        if (option === 'name') continue;
        for (const value of [...garbage, undefined]) {
          const changed = { ...config, [option]: value } as JsonObject;
          let read: Schedule;
          try {
            read = scheduleFromConfig(changed);
          } catch (error) {
            expect(error, JSON.stringify(changed)).toBeInstanceOf(IsogradError);
            continue;
          }
          for (const step of counts) expect(rateAt(read, step), JSON.stringify(changed)).not.toBeNaN();
        }
      }
    }
  });

  it('does not change with the lists that it was made of', () => {
    const [boundaries, values, parts] = [[3], [1, 2], [constant(1), constant(2)]];
    const piecewise = piecewiseConstantDecay({ boundaries, values });
    const joined = joinSchedules(parts, { boundaries });
    const product = multiplySchedules(parts);
    const before = [piecewise, joined, product].map((schedule) => rateAt(schedule, 4));
    boundaries[0] = 100;
    values[1] = 7;
    parts[1] = constant(7);
    expect([piecewise, joined, product].map((schedule) => rateAt(schedule, 4))).toEqual(before);
    expect(piecewise.config).toEqual({ name: 'piecewiseConstantDecay', boundaries: [3], values: [1, 2] });
  });
});

describe('scheduleFromConfig', () => {
  const own: Schedule = (count) => mul(count, 0.5);
  const named: Schedule = defineSchedule({ name: 'mine' }, (count) => own(count));

  it.each<[code: string, what: string, config: JsonObject | undefined]>([
    ['OPTIMIZER_CUSTOM', 'a part without a config', multiplySchedules([constant(1), own]).config],
    [
      'OPTIMIZER_CUSTOM',
      'one deep inside',
      joinSchedules([constant(1), multiplySchedules([own])], { boundaries: [5] }).config,
    ],
    ['OPTIMIZER_UNKNOWN', 'a part of a name of one’s own', multiplySchedules([constant(1), named]).config],
    ['OPTIMIZER_UNKNOWN', 'no name', {}],
    ['OPTIMIZER_UNKNOWN', 'a name of the prototype', { name: 'toString' }],
    ['OPTIMIZER_OPTION', 'an option of another schedule', { ...constant(1).config, decaySteps: 5 }],
    [
      'OPTIMIZER_OPTION',
      'an unknown option inside',
      { name: 'multiplySchedules', schedules: [{ ...noam({ modelDim: 1 }).config, x: 1 }] },
    ],
    ['OPTIMIZER_OPTION', 'a part that is a number', { name: 'multiplySchedules', schedules: [0.1] }],
    ['OPTIMIZER_OPTION', 'no parts', { name: 'joinSchedules', boundaries: [1] }],
    ['LEARNING_RATE', 'a constant of nothing', { name: 'constant' }],
  ])('refuses with %s %s', (code, _what, config) => {
    expect(() => scheduleFromConfig(config as JsonObject)).toThrow(expect.objectContaining({ code }));
  });

  it('says which part it was', () => {
    const { config } = multiplySchedules([constant(1), own]);
    expect(() => scheduleFromConfig(config as JsonObject)).toThrow(/multiplySchedules: the option schedules\[1\]/);
  });
});

describeBackends('schedules in schedules', () => {
  it('never see a step before their first, and are told when their rate is no scalar', () => {
    const seen: number[] = [];
    const spy: Schedule = (count: Tensor) => {
      seen.push(count.dataSync()[0] as number);
      return scalar(1);
    };
    const joined = joinSchedules([spy, spy], { boundaries: [5] });
    for (const step of [0, 4, 5, 7]) rateAt(joined, step);
    expect(seen).toEqual([0, 0, 4, 0, 5, 0, 7, 2]);
    const wide: Schedule = (count) => mul(count, [1, 2]);
    for (const schedule of [joinSchedules([spy, wide], { boundaries: [1] }), multiplySchedules([wide])]) {
      expect(() => rateAt(schedule, 0)).toThrow(/\[SCHEDULE_SHAPE\]/);
    }
  });
});
