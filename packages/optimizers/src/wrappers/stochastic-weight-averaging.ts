/** The plain average of the parameters that training passes through. */
import { add, cast, div, equal, logicalOr, maximum, mul, scalar, sub, type Tensor, where } from '@tensorflow/tfjs-core';
import { checkSteps } from '../check-option.js';
import type { TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import type { Optimizer } from '../optimizer.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeClone, treeWhere } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `stochasticWeightAveraging`. */
export interface StochasticWeightAveragingOptions {
  /** Updates before the first parameters that count, at least 0: with 0 they are the initial ones. */
  readonly startStep: number;
  /** Updates from one of the parameters that count to the next, at least 1. Default: 1; the paper takes an epoch. */
  readonly period?: number;
}

/** The state of `stochasticWeightAveraging`. */
export type StochasticWeightAveragingState = {
  /** int32 scalar: updates until the next parameters that count. */
  readonly remaining: Tensor;
  /** int32 scalar: parameters in the average. */
  readonly count: Tensor;
  /** Their average; before the first of them, the parameters as they are. */
  readonly average: TensorTree;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/**
 * Averages the parameters after `startStep` updates and after every `period` updates from then on, all with the same
 * weight: a ← a + (p - a) / n for the n-th of them. Training goes on as without it; `evaluationParams` are the average.
 * The statistics of batch normalization are those of the parameters that are trained, as in PyTorch before `update_bn`.
 *
 * It sees the updates of the optimizer inside; a wrapper around it that changes them (`lookahead`) is not averaged, so put
 * averages outermost.
 *
 * @param optimizer - What trains.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Izmailov, Podoprikhin, Garipov, Vetrov, Wilson: "Averaging Weights Leads to Wider Optima and Better Generalization" (UAI 2018)
 * @example
 * import { sgd, stochasticWeightAveraging } from '@isograd/optimizers';
 * const optimizer = stochasticWeightAveraging(sgd({ learningRate: 0.05 }), { startStep: 1000, period: 100 });
 */
export function stochasticWeightAveraging(
  optimizer: Optimizer,
  { startStep, period = 1 }: StochasticWeightAveragingOptions,
): Optimizer<StochasticWeightAveragingState> {
  checkSteps('stochasticWeightAveraging', 'startStep', startStep, 0);
  checkSteps('stochasticWeightAveraging', 'period', period, 1);
  return wrapOptimizer<StochasticWeightAveragingState>(
    'stochasticWeightAveraging',
    optimizer,
    { startStep, period },
    {
      init: (params) => ({
        remaining: scalar(startStep === 0 ? period : startStep, 'int32'),
        count: scalar(startStep === 0 ? 1 : 0, 'int32'),
        average: treeClone(params),
        optimizer: optimizer.init(params),
      }),
      update: (grads, state, params, context) => {
        const { updates, state: next } = optimizer.update(grads, state.optimizer, params, context);
        const remaining = sub(state.remaining, scalar(1, 'int32'));
        const isCounted = equal(remaining, zeroCount());
        const count = where(isCounted, nextCount(state.count), state.count);
        // A weight of 1 until there are two, so that before the first the average is the parameters themselves.
        const weight = div(1, cast(maximum(count, scalar(1, 'int32')), 'float32'));
        const average = mapTensors(
          'stochasticWeightAveraging',
          ([a, param, update]) => add(a, mul(sub(add(param, update), a), weight)),
          [state.average, params, updates],
        );
        return {
          updates,
          state: {
            remaining: where(isCounted, scalar(period, 'int32'), remaining),
            count,
            average: treeWhere(logicalOr(isCounted, equal(count, zeroCount())), average, state.average),
            optimizer: next,
          },
        };
      },
      evaluationParams: (_params, { average }) => average,
    },
  );
}
