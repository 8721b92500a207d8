/** Nadam's scaling: Adam that looks one step ahead. */
import { add, cast, div, exp, mul, ones, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkFlag, checkNonNegative, checkPositive } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';

/** How `scaleByNadam` averages. */
export interface ScaleByNadamOptions {
  /** Decay of the mean, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root, above 0. No default: Keras takes 1e-7, PyTorch 1e-8. */
  readonly epsilon: number;
  /** How fast the momentum rises from β1 / 2 to β1: ψ below, at least 0. Default: 1, as in Keras; PyTorch takes 0.004. */
  readonly momentumDecay?: number;
  /** Whether Π(t+1) counts m(t) twice, as PyTorch 1.10 to 1.13 did by mistake. Default: false. */
  readonly legacyTorch?: boolean;
}

/** The state of `scaleByNadam`. */
export type NadamState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** Mean of the gradients. */
  readonly mu: TensorTree;
  /** Mean of their squares. */
  readonly nu: TensorTree;
  /** float32 scalar: the product of the momenta of all steps. */
  readonly momentumProduct: Tensor;
};

/**
 * Nadam's direction: with the means μ and ν of Adam, the momentum m(t) = β1 (1 - 0.96^(ψ t) / 2), the product Π(t) of
 * m(1) to m(t) and ν̂ = ν / (1 - β2^t), the update is
 *
 * (m(t+1) μ / (1 - Π(t+1)) + (1 - m(t)) g / (1 - Π(t))) / (√ν̂ + ε).
 *
 * Keras and PyTorch differ in ψ alone.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Dozat: "Incorporating Nesterov Momentum into Adam" (ICLR workshop 2016)
 */
export function scaleByNadam(options: ScaleByNadamOptions): GradientTransformation<NadamState> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon, momentumDecay = 1, legacyTorch = false } = options;
  checkDecayRate('scaleByNadam', 'beta1', beta1);
  checkDecayRate('scaleByNadam', 'beta2', beta2);
  checkPositive('scaleByNadam', 'epsilon', epsilon);
  checkNonNegative('scaleByNadam', 'momentumDecay', momentumDecay);
  checkFlag('scaleByNadam', 'legacyTorch', legacyTorch);
  const momentumAt = (step: Tensor): Tensor =>
    sub(beta1, mul(exp(mul(cast(step, 'float32'), Math.log(0.96) * momentumDecay)), beta1 / 2));
  return {
    init: (params) => ({
      count: zeroCount(),
      mu: treeZeros(params),
      nu: treeZeros(params),
      momentumProduct: ones([]),
    }),
    update: (grads, state) => {
      const count = nextCount(state.count);
      const mu = mapTensors('scaleByNadam', ([m, g]) => movingAverage(m, g, beta1), [state.mu, grads]);
      const nu = mapTensors('scaleByNadam', ([n, g]) => movingAverage(n, square(g), beta2), [state.nu, grads]);
      const [momentum, following] = [momentumAt(count), momentumAt(nextCount(count))];
      const momentumProduct = mul(state.momentumProduct, momentum);
      const counted = legacyTorch ? mul(momentumProduct, momentum) : momentumProduct;
      const ofMean = div(following, sub(1, mul(counted, following)));
      const ofGradient = div(sub(1, momentum), sub(1, momentumProduct));
      const rootOfWeight = sqrt(averageWeight(beta2, count));
      const updates = mapTensors(
        'scaleByNadam',
        ([m, g, n]) => div(add(mul(m, ofMean), mul(g, ofGradient)), add(div(sqrt(n), rootOfWeight), epsilon)),
        [mu, grads, nu],
      );
      return { updates, state: { count, mu, nu, momentumProduct } };
    },
  };
}
