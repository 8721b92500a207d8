/** L-BFGS: quasi-Newton steps for losses without noise. */
import { neg } from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import type { Optimizer } from '../optimizer.js';
import { namedChain } from '../transforms/chain.js';
import { lineSearch } from '../transforms/line-search.js';
import { scale } from '../transforms/scale.js';
import { scaleByLbfgs } from '../transforms/scale-by-lbfgs.js';
import type { LearningRateState } from '../transforms/with-learning-rate.js';
import { type ConventionalOptions, commonOptions, defineRecipe } from './recipe.js';

/** Options of `lbfgs`; the learning rate is 1. */
export interface LbfgsOptions extends ConventionalOptions {
  /** Steps that are remembered, in [1, 1000]. Default: 10; PyTorch takes 100. */
  readonly memorySize?: number;
  /** Evaluations of the line search in every update, in [0, 100]; 0 takes the full step. Default: 3. */
  readonly lineSearchSteps?: number;
}

/**
 * L-BFGS with a line search: p ← p - t lr H g, where H g is the direction of `scaleByLbfgs` and t the step of
 * `lineSearch`, 1 with `lineSearchSteps` 0. Weight decay is decoupled and no part of the search.
 *
 * It wants gradients without noise: one batch that is the whole data set, or almost. An update costs `lineSearchSteps`
 * evaluations of the batch beside its own, and needs `context.loss` and `context.evaluate` for them. PyTorch's `LBFGS`
 * makes up to 20 updates in one `step`; each is one here.
 *
 * Under `convention: 'torch'` the first step is that of PyTorch: without a search, updates are those of
 * `torch.optim.LBFGS(max_iter=1)`.
 *
 * The state's paths are `learningRate`, `count` (with a schedule), `lbfgs/params/…`, `lbfgs/grads/…`, `lbfgs/s/…`,
 * `lbfgs/y/…` and `lbfgs/rho`; with a search `search/stepSize`, `search/trial`, and those of `lbfgs` below
 * `search/direction/`.
 *
 * @throws {ValueError} LEARNING_RATE, OPTIMIZER_OPTION, OPTIMIZER_CONVENTION, CLIP_CONFLICT; and from `update`,
 * UPDATE_CONTEXT
 * @see Liu, Nocedal: "On the limited memory BFGS method for large scale optimization" (Mathematical Programming, 1989)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
 */
export function lbfgs(options: LbfgsOptions = {}): Optimizer<LearningRateState> {
  const { learningRate = 1, memorySize = 10, lineSearchSteps = 3, convention = 'keras' } = options;
  checkSteps('lbfgs', 'lineSearchSteps', lineSearchSteps, 0);
  checkRange('lbfgs', 'lineSearchSteps', lineSearchSteps, { min: 0, max: 100 });
  const direction = scaleByLbfgs({ memorySize, convention });
  return defineRecipe(
    'lbfgs',
    { learningRate, memorySize, lineSearchSteps, convention, ...commonOptions(options) },
    {
      direction: (rate) => {
        const descent = { lbfgs: direction, scale: scale(neg(rate)) };
        return lineSearchSteps === 0
          ? descent
          : { search: lineSearch(namedChain(descent), { steps: lineSearchSteps }) };
      },
      decay: 'after',
    },
  );
}
