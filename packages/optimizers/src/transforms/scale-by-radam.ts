/** RAdam's scaling: Adam, once its mean square can be trusted. */
import {
  add,
  cast,
  div,
  expm1,
  greater,
  less,
  maximum,
  minimum,
  mul,
  scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { checkDecayRate, checkPositive } from '../check-option.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';
import type { AdamState } from './scale-by-adam.js';

/** How `scaleByRadam` averages. */
export interface ScaleByRadamOptions {
  /** Decay of the mean, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in (0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root, above 0. No default: PyTorch and Optax take 1e-8. */
  readonly epsilon: number;
}

/**
 * RAdam's direction: with the means μ and ν of Adam, c1 = 1 - β1^t and c2 = 1 - β2^t, and the length of the average
 * ρ(t) = ρ∞ - 2 t β2^t / c2, where ρ∞ = 2 / (1 - β2) - 1, the update is
 *
 * - r (μ / c1) √c2 / (√ν + ε) when ρ(t) > 5, with r = √((ρ-4)(ρ-2) ρ∞ / ((ρ∞-4)(ρ∞-2) ρ));
 * - μ / c1 before.
 *
 * Epsilon stands where PyTorch has it; Keras has no RAdam.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Liu et al.: "On the Variance of the Adaptive Learning Rate and Beyond" (ICLR 2020)
 */
export function scaleByRadam(options: ScaleByRadamOptions): GradientTransformation<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon } = options;
  checkDecayRate('scaleByRadam', 'beta1', beta1);
  checkDecayRate('scaleByRadam', 'beta2', beta2);
  checkPositive('scaleByRadam', 'beta2', beta2);
  checkPositive('scaleByRadam', 'epsilon', epsilon);
  return {
    init: (params) => ({ count: zeroCount(), mu: treeZeros(params), nu: treeZeros(params) }),
    update: (grads, state) => {
      const count = nextCount(state.count);
      const mu = mapTensors('scaleByRadam', ([m, g]) => movingAverage(m, g, beta1), [state.mu, grads]);
      const nu = mapTensors('scaleByRadam', ([n, g]) => movingAverage(n, square(g), beta2), [state.nu, grads]);

      const length = averageLength(beta2, cast(count, 'float32'));
      const isRectified = greater(length, 5);
      const weight = averageWeight(beta1, count);
      const rectified = div(mul(rectification(beta2, length), sqrt(averageWeight(beta2, count))), weight);
      // Before, the divisor is 1: the root times 0, plus 1.
      const factor = where(isRectified, rectified, div(1, weight));
      const ofRoot = cast(isRectified, 'float32');
      const offset = where(isRectified, scalar(epsilon), scalar(1));
      const updates = mapTensors('scaleByRadam', ([m, n]) => div(mul(m, factor), add(mul(sqrt(n), ofRoot), offset)), [
        mu,
        nu,
      ]);
      return { updates, state: { count, mu, nu } };
    },
  };
}

/** x / (e^x - 1) = 1 - x/2 + x²/12 - x⁴/720 + …: the Bernoulli numbers from x² on, in powers of x², the highest first. */
const bernoulli = [1 / 47_900_160, -1 / 1_209_600, 1 / 30_240, -1 / 720, 1 / 12] as const;

/**
 * ρ(t) = ρ∞ - 2 t β2^t / (1 - β2^t), without the cancellation of two numbers near 2 / (1 - β2): with e = -ln β2 and
 * x = e t it is ρ∞ - 2/e + (2/e) (1 - x / (e^x - 1)), and 2/e is nearly ρ∞.
 *
 * @param step - float32 scalar t, at least 1.
 */
function averageLength(beta2: number, step: Tensor): Tensor {
  const e = -Math.log(beta2);
  const x = mul(step, e);
  const small = minimum(x, 1);
  const squared = square(small);
  const series = bernoulli.reduce<Tensor>((sum, coefficient) => add(mul(sum, squared), coefficient), scalar(0));
  const ofSmall = sub(mul(small, 0.5), mul(squared, series));
  const large = maximum(x, 1);
  const ofLarge = sub(1, div(large, expm1(large)));
  return add(mul(where(less(x, 1), ofSmall, ofLarge), 2 / e), longest(beta2) - 2 / e);
}

/** ρ∞: the length of an average that has run for ever. */
function longest(beta2: number): number {
  return 2 / (1 - beta2) - 1;
}

/** r; something finite where ρ is not above 4. */
function rectification(beta2: number, length: Tensor): Tensor {
  const limit = longest(beta2);
  const trusted = maximum(length, 4);
  const product = mul(div(sub(trusted, 2), trusted), sub(trusted, 4));
  return sqrt(mul(product, limit / ((limit - 4) * (limit - 2))));
}
