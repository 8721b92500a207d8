/** A chain of parts that share one learning rate, which is a tensor of the state. */
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { checkLearningRate, checkParams } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { badPartName, badState } from '../messages.js';
import { evaluateSchedule } from '../schedules/evaluate-schedule.js';
import type { Schedule } from '../schedules/schedule.js';
import { nextCount, zeroCount } from '../step-count.js';
import { tidyTree } from '../tidy-tree.js';
import { type NamedParts, type NamedStates, namedChain } from './chain.js';

/** The state of `withLearningRate`, beside those of the parts under their names. */
export type LearningRateState = {
  /** float32 scalar: the rate in use; under a schedule that of the last update, at first that of the first. */
  readonly learningRate: Tensor;
  /** int32 scalar: updates made; with a schedule only. */
  readonly count?: Tensor;
  readonly [part: string]: TensorTree;
};

type RateState = Pick<LearningRateState, 'learningRate' | 'count'>;

/**
 * Chains the parts that `partsOf` makes for the learning rate of the step.
 *
 * A number is put into the state, where `setLearningRate` can change it between steps; a schedule is evaluated
 * at `count` in every update.
 *
 * @param learningRate - Not negative; or a schedule.
 * @param partsOf - From the rate, a float32 scalar, to parts by name. It is called in every update and must
 * name the same parts each time, none of them `learningRate` or `count`.
 * @throws {ValueError} LEARNING_RATE
 * @example
 * // Keras's momentum: the velocity contains the learning rate.
 * import { scale, trace, withLearningRate } from '@isograd/optimizers';
 * import { neg } from '@tensorflow/tfjs-core';
 * const optimizer = withLearningRate(0.01, (rate) => ({ scale: scale(neg(rate)), momentum: trace({ decay: 0.9 }) }));
 */
export function withLearningRate(
  learningRate: number | Schedule,
  partsOf: (learningRate: Tensor) => NamedParts,
): GradientTransformation<LearningRateState> {
  checkLearningRate('withLearningRate', learningRate);
  const start = (): RateState => {
    if (typeof learningRate === 'number') return { learningRate: scalar(learningRate) };
    const count = zeroCount();
    return { learningRate: evaluateSchedule(learningRate, count), count };
  };
  const advance = ({ learningRate: current, count }: RateState): RateState => {
    if (typeof learningRate === 'number') return { learningRate: current };
    if (count === undefined) throw badState('withLearningRate', 'a state without count', 'the count of the schedule');
    return { learningRate: evaluateSchedule(learningRate, count), count: nextCount(count) };
  };
  return {
    init: (params) => {
      checkParams('init', params);
      return tidyTree(() => {
        const rate = start();
        return { ...rate, ...chainOf(partsOf, rate.learningRate).init(params) };
      });
    },
    update: (grads, state, params, context) => {
      const rate = advance(state);
      const { updates, state: next } = chainOf(partsOf, rate.learningRate).update(grads, state, params, context);
      return { updates, state: { ...rate, ...next } };
    },
  };
}

function chainOf(partsOf: (learningRate: Tensor) => NamedParts, rate: Tensor): GradientTransformation<NamedStates> {
  const parts = partsOf(rate);
  for (const name of ['learningRate', 'count']) if (Object.hasOwn(parts, name)) throw badPartName(name);
  return namedChain(parts);
}
