/** AdamW without a schedule: the parameters that count are the average of all steps. */
import { add, cast, div, minimum, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkDecayRate, checkPositive, checkSteps } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { averageWeight, movingAverage } from '../moving-average.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeZeros } from '../tree-choice.js';

/** How `scheduleFree` steps. */
export interface ScheduleFreeOptions {
  /** float32 scalar. */
  readonly learningRate: Tensor;
  /** Where gradients are taken: 1 at the average, near 0 at the newest step; in (0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root, above 0. Default: 1e-8. */
  readonly epsilon?: number;
  /** Steps over which the rate rises from 0. Default: 0. */
  readonly warmupSteps?: number;
}

/** The state of `scheduleFree`. */
export type ScheduleFreeState = {
  /** int32 scalar: steps taken. */
  readonly count: Tensor;
  /** The parameters that step: z of the paper. */
  readonly z: TensorTree;
  /** Mean of the squared gradients. */
  readonly nu: TensorTree;
};

/**
 * The update of schedule-free AdamW, which has its minus sign and its rate already. The parameters y that are trained
 * lie between z, which steps, and x, the average of z, which is judged and kept (`scheduleFreeParams`):
 *
 * ν ← β2 ν + (1 - β2) g², z ← z - lr min(1, t / warmupSteps) g / (√(ν / (1 - β2^t)) + ε),
 * x ← (1 - 1/t) x + z / t, y = (1 - β1) z + β1 x.
 *
 * As in Keras all steps weigh the same in the average; the authors' code weighs those of a warm-up by their squared rate.
 *
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Defazio et al.: "The Road Less Scheduled" (NeurIPS 2024)
 */
export function scheduleFree(options: ScheduleFreeOptions): GradientTransformation<ScheduleFreeState> {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, warmupSteps = 0 } = options;
  checkDecayRate('scheduleFree', 'beta1', beta1);
  checkPositive('scheduleFree', 'beta1', beta1);
  checkDecayRate('scheduleFree', 'beta2', beta2);
  checkPositive('scheduleFree', 'epsilon', epsilon);
  checkSteps('scheduleFree', 'warmupSteps', warmupSteps, 0);
  return {
    init: (params) => ({
      count: zeroCount(),
      z: mapTensors('scheduleFree', ([param]) => param.clone(), [params]),
      nu: treeZeros(params),
    }),
    update: (grads, state, params) => {
      const count = nextCount(state.count);
      const step = cast(count, 'float32');
      const rate = warmupSteps === 0 ? learningRate : mul(learningRate, minimum(div(step, warmupSteps), 1));
      const rootOfWeight = sqrt(averageWeight(beta2, count));
      const nu = mapTensors('scheduleFree', ([n, g]) => movingAverage(n, square(g), beta2), [state.nu, grads]);
      const steps = mapTensors(
        'scheduleFree',
        ([g, n]) => div(mul(g, rate), add(div(sqrt(n), rootOfWeight), epsilon)),
        [grads, nu],
      );
      // y' - y = (1 - β1) (z' - z) + β1 (z' - x) / t, where β1 (z' - x) = (z - y) + β1 (z' - z).
      const share = div(1, step);
      const updates = mapTensors(
        'scheduleFree',
        ([y, z, moved]) => {
          const toNewest = sub(sub(z, y), mul(moved, beta1));
          return sub(mul(toNewest, share), mul(moved, 1 - beta1));
        },
        [params, state.z, steps],
      );
      return { updates, state: { count, z: mapTensors('scheduleFree', ([z, s]) => sub(z, s), [state.z, steps]), nu } };
    },
  };
}

/**
 * The average x = (y - (1 - β1) z) / β1.
 *
 * @param params - The parameters y that are trained.
 * @param state - Of `scheduleFree`.
 * @param beta1 - As in `scheduleFree`.
 */
export function scheduleFreeParams(params: TensorTree, state: ScheduleFreeState, beta1 = 0.9): TensorTree {
  return mapTensors('scheduleFreeParams', ([y, z]) => div(sub(y, mul(z, 1 - beta1)), beta1), [params, state.z]);
}
