/** The schedule of the first transformers. */
import { add, cast, minimum, mul, rsqrt, tidy } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkSteps } from '../check-option.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of `noam`. */
export interface NoamOptions {
  /** Features of the model (d_model of the paper), at least 1: wide models take smaller steps. */
  readonly modelDim: number;
  /** Steps of the linear warm-up; at least 1. Default: 4000, as in the paper. */
  readonly warmupSteps?: number;
  /** A factor, at least 0. Default: 1. */
  readonly factor?: number;
}

/**
 * The schedule of the first transformers: factor · modelDim^(-1/2) · min(n^(-1/2), n · warmupSteps^(-3/2)), n = t + 1
 * being the number of the update that is made: linear up to update `warmupSteps`, and from there on falling with the
 * square root. Neither Keras nor PyTorch has it.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Vaswani et al.: "Attention Is All You Need" (NeurIPS 2017), section 5.3
 */
export function noam({ modelDim, warmupSteps = 4000, factor = 1 }: NoamOptions): Schedule {
  const name = 'noam';
  checkSteps(name, 'modelDim', modelDim, 1);
  checkSteps(name, 'warmupSteps', warmupSteps, 1);
  checkNonNegative(name, 'factor', factor);

  const scale = factor / Math.sqrt(modelDim);
  return defineSchedule({ name, modelDim, warmupSteps, factor }, (count) =>
    tidy(() => {
      const update = add(cast(count, 'float32'), 1);
      return minimum(mul(rsqrt(update), scale), mul(update, scale * warmupSteps ** -1.5));
    }),
  );
}
