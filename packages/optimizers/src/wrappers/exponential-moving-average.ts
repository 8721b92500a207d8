/** An average of the parameters that forgets. */
import { add, equal, mul, scalar, sub, type Tensor, where } from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import { advanceCycle } from '../cycle.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { badState } from '../messages.js';
import type { Optimizer } from '../optimizer.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeClone, treeWhere } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `exponentialMovingAverage`: Keras's `ema_momentum` and `ema_overwrite_frequency`. */
export interface ExponentialMovingAverageOptions {
  /** Weight of the past, in [0, 1]. Default: 0.99. */
  readonly momentum?: number;
  /** Updates after which the parameters become their average, at least 1. Default: never. */
  readonly overwriteFrequency?: number | undefined;
}

/** The state of `exponentialMovingAverage`. */
export type ExponentialMovingAverageState = {
  /** int32 scalar: updates made. */
  readonly count: Tensor;
  /** The average, at first the parameters. */
  readonly average: TensorTree;
  /** int32 scalar: updates since the parameters became their average; with `overwriteFrequency` only. */
  readonly microStep?: Tensor;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/**
 * Averages the parameters after every update: a ← momentum · a + (1 - momentum) · p. As in Keras the average begins with
 * the parameters after the first update, so that it has no bias; the initial ones are not in it.
 *
 * `evaluationParams` are the average. With `overwriteFrequency` training itself goes on from the average, p ← a, each
 * time so many updates are over.
 *
 * It sees the updates of the optimizer inside; a wrapper around it that changes them (`lookahead`) is not averaged, so put
 * averages outermost. Around `accumulateGradients` every small batch counts as an update, as in Keras, whose average then
 * begins anew at the first change; inside it only the changes count.
 *
 * @param optimizer - What trains.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Polyak, Juditsky: "Acceleration of Stochastic Approximation by Averaging" (SIAM Journal on Control and Optimization, 1992)
 * @see https://keras.io/api/optimizers/
 * @example
 * import { adam, exponentialMovingAverage } from '@isograd/optimizers';
 * const optimizer = exponentialMovingAverage(adam(), { momentum: 0.999 });
 */
export function exponentialMovingAverage(
  optimizer: Optimizer,
  options: ExponentialMovingAverageOptions = {},
): Optimizer<ExponentialMovingAverageState> {
  const { momentum = 0.99, overwriteFrequency } = options;
  const check = 'exponentialMovingAverage';
  checkRange(check, 'momentum', momentum, { min: 0, max: 1 });
  if (overwriteFrequency !== undefined) checkSteps(check, 'overwriteFrequency', overwriteFrequency, 1);
  return wrapOptimizer<ExponentialMovingAverageState>(
    'exponentialMovingAverage',
    optimizer,
    { momentum, overwriteFrequency },
    {
      init: (params) => ({
        count: zeroCount(),
        average: treeClone(params),
        ...(overwriteFrequency !== undefined && { microStep: zeroCount() }),
        optimizer: optimizer.init(params),
      }),
      update: (grads, state, params, context) => {
        const { updates, state: next } = optimizer.update(grads, state.optimizer, params, context);
        const weight = where(equal(state.count, zeroCount()), scalar(1), scalar(1 - momentum));
        const average = mapTensors(check, ([a, param, update]) => add(a, mul(sub(add(param, update), a), weight)), [
          state.average,
          params,
          updates,
        ]);
        const count = nextCount(state.count);
        if (overwriteFrequency === undefined) return { updates, state: { count, average, optimizer: next } };
        if (state.microStep === undefined) throw badState(check, 'a state without microStep', 'one that overwrites');
        const { isLast, position } = advanceCycle(state.microStep, overwriteFrequency);
        const toAverage = mapTensors(check, ([a, param]) => sub(a, param), [average, params]);
        return {
          updates: treeWhere(isLast, toAverage, updates),
          state: { count, average, microStep: position, optimizer: next },
        };
      },
      evaluationParams: (_params, { average }) => average,
    },
  );
}
