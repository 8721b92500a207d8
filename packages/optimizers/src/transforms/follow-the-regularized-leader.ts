/** FTRL-Proximal: the parameters are what fits all gradients so far, with a penalty. */
import { add, clipByValue, div, fill, mul, neg, pow, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkNonNegative, checkRange } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { treeZeros } from '../tree-choice.js';

/** How `followTheRegularizedLeader` penalises. */
export interface FollowTheRegularizedLeaderOptions {
  /** float32 scalar. */
  readonly learningRate: Tensor;
  /** How the rate falls with the sum of squares: its power, at most 0. Default: -0.5. */
  readonly learningRatePower?: number;
  /** What the sum of squares starts with, at least 0. Default: 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Sparsity: smaller coordinates are exactly 0. At least 0. Default: 0. */
  readonly l1RegularizationStrength?: number;
  /** Penalty on squares, at least 0. Default: 0. */
  readonly l2RegularizationStrength?: number;
  /** Penalty on squares through the gradient, at least 0. Default: 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** β of the paper, at least 0. Default: 0. */
  readonly beta?: number;
}

/** The state of `followTheRegularizedLeader`. */
export type FtrlState = {
  /** Sum of the squared gradients. */
  readonly accumulator: TensorTree;
  /** z of the paper. */
  readonly linear: TensorTree;
};

/**
 * FTRL-Proximal's update, which has its minus sign and its rate already. With n' = n + g², power q and g̃ = g + 2 λs p:
 *
 * z ← z + g̃ - (n'^-q - n^-q) p / lr; p' = (clip(z, -λ1, λ1) - z) / (n'^-q / lr + 2 λ2 + β / lr).
 *
 * z starts at 0, so that the first update forgets the initial parameters (as Keras's does): train from zeros.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see McMahan et al.: "Ad Click Prediction: a View from the Trenches" (KDD 2013)
 */
export function followTheRegularizedLeader(
  options: FollowTheRegularizedLeaderOptions,
): GradientTransformation<FtrlState> {
  const { learningRate, learningRatePower = -0.5, initialAccumulatorValue = 0.1, beta = 0 } = options;
  const { l1RegularizationStrength: l1 = 0, l2RegularizationStrength: l2 = 0 } = options;
  const { l2ShrinkageRegularizationStrength: shrinkage = 0 } = options;
  const where = 'followTheRegularizedLeader';
  checkRange(where, 'learningRatePower', learningRatePower, { min: -Number.MAX_VALUE, max: 0 });
  checkNonNegative(where, 'initialAccumulatorValue', initialAccumulatorValue);
  checkNonNegative(where, 'l1RegularizationStrength', l1);
  checkNonNegative(where, 'l2RegularizationStrength', l2);
  checkNonNegative(where, 'l2ShrinkageRegularizationStrength', shrinkage);
  checkNonNegative(where, 'beta', beta);
  const power = (sum: Tensor): Tensor => (learningRatePower === -0.5 ? sqrt(sum) : pow(sum, -learningRatePower));

  return {
    init: (params) => ({
      accumulator: mapTensors(where, ([param]) => fill(param.shape, initialAccumulatorValue), [params]),
      linear: treeZeros(params),
    }),
    update: (grads, state, params) => {
      const accumulator = mapTensors(where, ([n, g]) => add(n, square(g)), [state.accumulator, grads]);
      const linear = mapTensors(
        where,
        ([z, g, p, before, after]) => {
          const pull = mul(div(sub(power(after), power(before)), learningRate), p);
          const gradient = shrinkage === 0 ? g : add(g, mul(p, 2 * shrinkage));
          return add(z, sub(gradient, pull));
        },
        [state.linear, grads, params, state.accumulator, accumulator],
      );
      const penalty = add(div(beta, learningRate), 2 * l2);
      const updates = mapTensors(
        where,
        ([p, z, n]) => {
          const excess = l1 === 0 ? z : sub(z, clipByValue(z, -l1, l1));
          return sub(div(neg(excess), add(div(power(n), learningRate), penalty)), p);
        },
        [params, linear, accumulator],
      );
      return { updates, state: { accumulator, linear } };
    },
  };
}
