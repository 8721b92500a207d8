/** Constraints by the length of the vectors that a weight is made of. */
import { add, div, maximum, minimum, mul, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { badOption } from '../messages.js';
import { axesWithin, axisOrAxes, nonNegativeNumber } from '../option-checks.js';
import type { Constraint } from './constraint.js';

/** Which elements make up a vector. */
export interface NormAxisOptions {
  /**
   * The axis, or axes, along which lengths are taken: 0 for the inputs of each unit of a dense kernel
   * `[features, units]`, [0, 1, 2] for each filter of a kernel `[height, width, channels, filters]`. Default: 0.
   */
  readonly axis?: number | readonly number[];
}

/** Options of `maxNorm`, with Keras's names. */
export interface MaxNormOptions extends NormAxisOptions {
  /** At least 0. Default: 2. */
  readonly maxValue?: number;
}

/** Options of `minMaxNorm`, with Keras's names. */
export interface MinMaxNormOptions extends NormAxisOptions {
  /** At least 0. Default: 0. */
  readonly minValue?: number;
  /** At least `minValue`. Default: 1. */
  readonly maxValue?: number;
  /** From 0 to 1: the share of the way that one update takes. Default: 1. */
  readonly rate?: number;
}

/** Added to lengths that divide (Keras); a vector becomes shorter by this share. */
const epsilon = 1e-7;

/**
 * Shortens vectors that are longer than `maxValue`: w · min(‖w‖, maxValue) / (‖w‖ + 1e-7).
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Srivastava et al.: "Dropout" (JMLR 2014), section 5.1
 */
export function maxNorm(options: MaxNormOptions = {}): Constraint {
  const maxValue = nonNegativeNumber('maxNorm', 'maxValue', options.maxValue ?? 2);
  const axis = axisOrAxes('maxNorm', 'axis', options.axis ?? 0);
  return {
    className: 'MaxNorm',
    config: { maxValue, axis },
    apply: (weight) =>
      tidy(() => {
        const lengths = lengthsOf('maxNorm', weight, axis);
        return withLength(weight, lengths, minimum(lengths, maxValue));
      }),
  };
}

/**
 * Brings the lengths of vectors between two bounds, by `rate` of the way at each update:
 * w · (rate · clip(‖w‖, minValue, maxValue) + (1 - rate) · ‖w‖) / (‖w‖ + 1e-7). A vector of zeros stays.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  const minValue = nonNegativeNumber('minMaxNorm', 'minValue', options.minValue ?? 0);
  const maxValue = nonNegativeNumber('minMaxNorm', 'maxValue', options.maxValue ?? 1);
  const rate = nonNegativeNumber('minMaxNorm', 'rate', options.rate ?? 1);
  const axis = axisOrAxes('minMaxNorm', 'axis', options.axis ?? 0);
  if (maxValue < minValue) throw badOption('minMaxNorm', 'maxValue', maxValue, `at least minValue, ${minValue}`);
  if (rate > 1) throw badOption('minMaxNorm', 'rate', rate, 'a number from 0 to 1');
  return {
    className: 'MinMaxNorm',
    config: { minValue, maxValue, rate, axis },
    apply: (weight) =>
      tidy(() => {
        const lengths = lengthsOf('minMaxNorm', weight, axis);
        const allowed = minimum(maximum(lengths, minValue), maxValue);
        const desired = rate === 1 ? allowed : add(mul(allowed, rate), mul(lengths, 1 - rate));
        return withLength(weight, lengths, desired);
      }),
  };
}

/**
 * Gives vectors the length 1: w / (‖w‖ + 1e-7). A vector of zeros stays.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function unitNorm(options: NormAxisOptions = {}): Constraint {
  const axis = axisOrAxes('unitNorm', 'axis', options.axis ?? 0);
  return {
    className: 'UnitNorm',
    config: { axis },
    apply: (weight) => tidy(() => div(weight, add(lengthsOf('unitNorm', weight, axis), epsilon))),
  };
}

function withLength(weight: Tensor, lengths: Tensor, desired: Tensor): Tensor {
  return mul(weight, div(desired, add(lengths, epsilon)));
}

/** ‖w‖ along the axes, which stay with size 1. */
function lengthsOf(where: string, weight: Tensor, axis: number | readonly number[]): Tensor {
  return sqrt(sum(square(weight), axesWithin(where, 'axis', axis, weight.rank), true));
}
