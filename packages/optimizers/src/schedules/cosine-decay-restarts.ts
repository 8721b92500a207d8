/** Half a cosine again and again. */
import { add, cast, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkRange, checkSteps } from '../check-option.js';
import { badOption } from '../messages.js';
import { halfCosine } from './half-cosine.js';
import { powerOfConstant } from './power-of-constant.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { stepPeriods } from './step-periods.js';
import { entryOf, segmentOf } from './step-segments.js';

/** Options of `cosineDecayRestarts`, with Keras's names and defaults. */
export interface CosineDecayRestartsOptions {
  /** Rate at step 0. */
  readonly initialLearningRate: number;
  /** Steps of the first period; at least 1. */
  readonly firstDecaySteps: number;
  /**
   * How many times as long each period is as the one before; at least 1, and so large that there are no more than
   * 65,536 periods, if it is not 1. Default: 2.
   */
  readonly tMul?: number;
  /** How many times as high each period starts as the one before, at least 0. Default: 1. */
  readonly mMul?: number;
  /** The lowest rate as a fraction of `initialLearningRate`, in [0, 1]. Default: 0. */
  readonly alpha?: number;
}

/**
 * Half a cosine down from the initial rate, again and again, in periods that grow:
 * initial · ((1 - alpha) mMulⁱ (1 + cos(π x)) / 2 + alpha) in period i, of which the fraction x in [0, 1) is over. A
 * period has firstDecaySteps · tMulⁱ steps.
 *
 * The formula of Keras's CosineDecayRestarts. PyTorch's CosineAnnealingWarmRestarts has the same periods, with `tMul` 1
 * by default, no `mMul`, and eta_min for alpha · initial.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Loshchilov, Hutter: "SGDR: Stochastic Gradient Descent with Warm Restarts" (ICLR 2017)
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
  const name = 'cosineDecayRestarts';
  checkNonNegative(name, 'initialLearningRate', initialLearningRate);
  checkSteps(name, 'firstDecaySteps', firstDecaySteps, 1);
  checkGrowth(name, firstDecaySteps, tMul);
  checkNonNegative(name, 'mMul', mMul);
  checkRange(name, 'alpha', alpha, { min: 0, max: 1 });

  const wave = tMul === 1 ? evenWave(firstDecaySteps, mMul) : growingWave(firstDecaySteps, tMul, mMul);
  const config = { name, initialLearningRate, firstDecaySteps, tMul, mMul, alpha };
  return defineSchedule(config, (count) =>
    tidy(() => add(mul(wave(count), initialLearningRate * (1 - alpha)), initialLearningRate * alpha)),
  );
}

/** Steps that an int32 can count. */
const endOfCounts = 2 ** 31;

const mostPeriods = 2 ** 16;

function checkGrowth(where: string, firstDecaySteps: number, tMul: unknown): void {
  const isNumber = typeof tMul === 'number' && Number.isFinite(tMul);
  if (isNumber && (tMul === 1 || (tMul > 1 && periodsUntilEnd(firstDecaySteps, tMul) <= mostPeriods))) return;
  throw badOption(where, 'tMul', tMul, `1, or above it with no more than ${mostPeriods} periods in 2^31 steps`);
}

/** The i at which period i starts after all counts: first · (tMulⁱ - 1) / (tMul - 1) = 2^31. */
function periodsUntilEnd(first: number, tMul: number): number {
  return Math.log1p((endOfCounts / first) * (tMul - 1)) / Math.log(tMul);
}

/** mMulⁱ (1 + cos(π x)) / 2 for periods of one length. */
function evenWave(length: number, mMul: number): (count: Tensor) => Tensor {
  return (count) => {
    const { periods, position } = stepPeriods(count, length);
    const wave = halfCosine(mul(cast(position, 'float32'), 1 / length));
    return mMul === 1 ? wave : mul(wave, powerOfConstant(mMul, periods));
  };
}

/**
 * The same for periods that grow. When each starts is a table: Keras's logarithm of the step, rounded down, is off by
 * one where float32 rounds it up.
 */
function growingWave(first: number, tMul: number, mMul: number): (count: Tensor) => Tensor {
  const starts = periodStarts(first, tMul);
  const firstSteps = starts.map(Math.ceil);
  const lateness = starts.map((start) => Math.ceil(start) - start);
  const frequencies = starts.map((_, period) => 1 / (first * tMul ** period));
  const heights = starts.map((_, period) => mMul ** period);
  return (count) => {
    const period = segmentOf(count, firstSteps.slice(1));
    const steps = cast(sub(count, entryOf(firstSteps, period, 'int32')), 'float32');
    const position = lateness.some((late) => late > 0) ? add(steps, entryOf(lateness, period)) : steps;
    const wave = halfCosine(mul(position, entryOf(frequencies, period)));
    return mMul === 1 ? wave : mul(wave, entryOf(heights, period));
  };
}

/** When each period starts that a count reaches, in steps and parts of steps. */
function periodStarts(first: number, tMul: number): number[] {
  const starts: number[] = [];
  let start = 0;
  for (let length = first; Math.ceil(start) < endOfCounts; length *= tMul) {
    starts.push(start);
    start = nearlyWhole(start + length);
  }
  return starts;
}

/** A start that the rounding of tMul alone puts beside a whole step, at that step. */
function nearlyWhole(start: number): number {
  const step = Math.round(start);
  return Math.abs(start - step) <= start * 2 ** -40 ? step : start;
}
