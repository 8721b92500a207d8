/** Up and down between two rates, over and over. */
import { add, cast, div, minimum, mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkChoice, checkNonNegative, checkSteps } from '../check-option.js';
import { powerOfConstant } from './power-of-constant.js';
import { defineSchedule, type Schedule } from './schedule.js';
import { stepPeriods } from './step-periods.js';

/** Options of `cyclical`, with PyTorch's names and defaults; Keras has no such schedule. */
export interface CyclicalOptions {
  /** The lowest rate, where each cycle starts and ends. */
  readonly baseLearningRate: number;
  /** The highest rate of the first cycle. */
  readonly maxLearningRate: number;
  /** Steps up, at least 1. Default: 2000. */
  readonly stepSizeUp?: number;
  /** Steps down, at least 1. Default: `stepSizeUp`. */
  readonly stepSizeDown?: number;
  /**
   * What becomes of the height h = max - base: it stays (`triangular`), is halved by each cycle (`triangular2`), or is
   * multiplied by `gamma` in each step (`expRange`). Default: `triangular`.
   */
  readonly mode?: 'triangular' | 'triangular2' | 'expRange';
  /** The factor of `expRange`, at least 0. Default: 1. */
  readonly gamma?: number;
}

/**
 * Up and down between two rates in straight lines: base + height · min(s / up, (up + down - s) / down), s being the
 * steps of this cycle that are over.
 *
 * PyTorch's CyclicLR, whose `exp_range` is `expRange`; the momentum it may change too is left alone.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Smith: "Cyclical Learning Rates for Training Neural Networks" (WACV 2017)
 */
export function cyclical(options: CyclicalOptions): Schedule {
  const { baseLearningRate, maxLearningRate, mode = 'triangular', gamma = 1 } = options;
  const { stepSizeUp = 2000, stepSizeDown = stepSizeUp } = options;
  const name = 'cyclical';
  checkNonNegative(name, 'baseLearningRate', baseLearningRate);
  checkNonNegative(name, 'maxLearningRate', maxLearningRate);
  checkSteps(name, 'stepSizeUp', stepSizeUp, 1);
  checkSteps(name, 'stepSizeDown', stepSizeDown, 1);
  checkChoice(name, 'mode', mode, ['triangular', 'triangular2', 'expRange']);
  checkNonNegative(name, 'gamma', gamma);

  const damped = (share: Tensor, count: Tensor, cycles: Tensor): Tensor => {
    if (mode === 'triangular') return share;
    return mul(share, mode === 'triangular2' ? powerOfConstant(0.5, cycles) : powerOfConstant(gamma, count));
  };
  const config = { name, baseLearningRate, maxLearningRate, stepSizeUp, stepSizeDown, mode, gamma };
  return defineSchedule(config, (count) =>
    tidy(() => {
      const { periods: cycles, position } = stepPeriods(count, stepSizeUp + stepSizeDown);
      const steps = cast(position, 'float32');
      const up = div(steps, stepSizeUp);
      const down = div(sub(stepSizeUp + stepSizeDown, steps), stepSizeDown);
      const share = damped(minimum(up, down), count, cycles);
      return add(mul(share, maxLearningRate - baseLearningRate), baseLearningRate);
    }),
  );
}
