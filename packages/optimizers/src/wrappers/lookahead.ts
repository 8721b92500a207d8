/** Slow parameters that follow fast ones. */
import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import { advanceCycle } from '../cycle.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import type { Optimizer } from '../optimizer.js';
import { zeroCount } from '../step-count.js';
import { treeClone, treeWhere } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `lookahead`, with Optax's names and the defaults of TensorFlow Addons; the paper takes 5 and 0.5 or 0.8. */
export interface LookaheadOptions {
  /** Steps of the optimizer between two of the slow parameters, at least 1. Default: 6. */
  readonly syncPeriod?: number;
  /** How far the slow parameters go towards the fast ones, in [0, 1]. Default: 0.5. */
  readonly slowStepSize?: number;
}

/** The state of `lookahead`. */
export type LookaheadState = {
  /** int32 scalar: steps since the slow parameters moved. */
  readonly microStep: Tensor;
  /** The slow parameters. */
  readonly slow: TensorTree;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/**
 * Lookahead: the optimizer trains fast parameters θ; after every `syncPeriod` steps the slow ones go towards them,
 * φ ← φ + slowStepSize · (θ - φ), and the fast ones start again from there, θ ← φ. The state of the optimizer stays.
 *
 * What is trained are the fast parameters; `evaluationParams` are the slow ones, which is what the paper returns.
 *
 * @param optimizer - What trains the fast parameters.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Zhang, Lucas, Hinton, Ba: "Lookahead Optimizer: k steps forward, 1 step back" (NeurIPS 2019)
 * @example
 * import { adam, lookahead } from '@isograd/optimizers';
 * const optimizer = lookahead(adam({ learningRate: 1e-3 }), { syncPeriod: 5 });
 */
export function lookahead(optimizer: Optimizer, options: LookaheadOptions = {}): Optimizer<LookaheadState> {
  const { syncPeriod = 6, slowStepSize = 0.5 } = options;
  checkSteps('lookahead', 'syncPeriod', syncPeriod, 1);
  checkRange('lookahead', 'slowStepSize', slowStepSize, { min: 0, max: 1 });
  return wrapOptimizer<LookaheadState>(
    'lookahead',
    optimizer,
    { syncPeriod, slowStepSize },
    {
      init: (params) => ({ microStep: zeroCount(), slow: treeClone(params), optimizer: optimizer.init(params) }),
      update: (grads, state, params, context) => {
        const { updates, state: next } = optimizer.update(grads, state.optimizer, params, context);
        const { isLast, position } = advanceCycle(state.microStep, syncPeriod);
        const slow = mapTensors(
          'lookahead',
          ([phi, param, update]) => add(phi, mul(sub(add(param, update), phi), slowStepSize)),
          [state.slow, params, updates],
        );
        const back = mapTensors('lookahead', ([param, phi]) => sub(phi, param), [params, slow]);
        return {
          updates: treeWhere(isLast, back, updates),
          state: { microStep: position, slow: treeWhere(isLast, slow, state.slow), optimizer: next },
        };
      },
      evaluationParams: (_params, { slow }) => slow,
    },
  );
}
