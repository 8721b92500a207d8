/** What the recipes have in common: clip, find a direction, decay, descend. */
import { mul, neg, type Tensor } from '@tensorflow/tfjs-core';
import { checkNonNegative } from '../check-option.js';
import { type Convention, checkConvention } from '../convention.js';
import { defineOptimizer, type Optimizer } from '../optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import { scale } from '../transforms/scale.js';
import type { NamedParts } from '../transforms/chain.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ClippingOptions, clipping } from './clipping.js';
import { decay, type WeightDecayOptions } from './weight-decay.js';

/** Options that every recipe accepts. */
export interface RecipeOptions extends ClippingOptions, WeightDecayOptions {
  /** A number, or a schedule. The default is that of the recipe. */
  readonly learningRate?: number | Schedule;
}

/** Options of recipes whose formula differs between Keras and PyTorch. */
export interface ConventionalOptions extends RecipeOptions {
  /** Default: `keras`. */
  readonly convention?: Convention;
}

/** All options of a recipe, the defaults of its own filled in. */
export interface CompleteOptions extends ConventionalOptions {
  readonly learningRate: number | Schedule;
  /** Options of this recipe alone. */
  readonly [option: string]: unknown;
}

/** The parts of a recipe. */
export interface Direction {
  /**
   * From gradients to a direction uphill. A function of the learning rate where the formula has it in more than one
   * place: then what comes out is the update itself.
   */
  readonly direction?: NamedParts | ((learningRate: Tensor) => NamedParts);
  /** Momentum: of the updates, which contain the rate, by Keras's convention; of the direction by PyTorch's. */
  readonly velocity?: NamedParts;
  /**
   * Where parameters decay: `before` the direction, so that it sees g + weightDecay · p; `after` it, by
   * lr · weightDecay · p; or `within`, by a part of the direction. Default: after by Keras's convention, before by
   * PyTorch's.
   */
  readonly decay?: 'before' | 'after' | 'within';
}

/**
 * Makes an optimizer: gradients are clipped, turned into a direction and scaled by -lr, with weight decay before or after.
 *
 * @param name - Of the recipe.
 * @param options - They make the config; those that are undefined are left out.
 * @param parts - The recipe's own.
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT
 */
export function defineRecipe(name: string, options: CompleteOptions, parts: Direction): Optimizer<LearningRateState> {
  const { weightDecay = 0, mask, convention = 'keras' } = options;
  checkConvention(name, convention);
  checkNonNegative(name, 'weightDecay', weightDecay);
  const { direction = {}, velocity = {}, decay: place = convention === 'keras' ? 'after' : 'before' } = parts;
  const before = { ...clipping(name, options), ...(place === 'before' && decay(weightDecay, mask)) };
  const after = (rate: Tensor): NamedParts =>
    place === 'after' && weightDecay !== 0 ? decay(mul(rate, -weightDecay), mask) : {};
  const descent = (rate: Tensor): NamedParts => {
    if (typeof direction === 'function') return direction(rate);
    const descend = { scale: scale(neg(rate)) };
    return convention === 'torch'
      ? { ...direction, ...velocity, ...descend }
      : { ...direction, ...descend, ...velocity };
  };
  return defineOptimizer(name, { ...options, weightDecay }, (rate) => ({
    ...before,
    ...descent(rate),
    ...after(rate),
  }));
}

/**
 * The options of all recipes out of those of one, for its config.
 *
 * @returns Without those that were left out.
 */
export function commonOptions({
  weightDecay,
  mask,
  clipNorm,
  clipValue,
  globalClipNorm,
}: RecipeOptions): RecipeOptions {
  return Object.fromEntries(
    Object.entries({ weightDecay, mask, clipNorm, clipValue, globalClipNorm }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
