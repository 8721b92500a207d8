/** Reads and changes the learning rate in the state of an optimizer. */
import { treeEntries, treeMap } from '@isograd/core';
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { checkLearningRate } from './check-option.js';
import type { TensorTree } from './gradient-transformation.js';
import { badLearningRate, learningRateIsScheduled, noLearningRate } from './messages.js';

/**
 * The learning rate in a state: the one nearest to the root, and the first of several.
 *
 * @param state - Of any optimizer, or chain with a learning rate.
 * @returns float32 scalar, which belongs to the state: do not dispose it. Under a schedule it is the rate of the
 * last update.
 * @throws {StateError} LEARNING_RATE_MISSING
 */
export function getLearningRate(state: TensorTree): Tensor {
  const [first] = learningRates('getLearningRate', state).values();
  return first as Tensor;
}

/**
 * The same state with another learning rate: nothing is computed or captured anew.
 *
 * @param state - Of any optimizer, or chain with a learning rate. It is not disposed.
 * @param learningRate - Not negative. Several rates at the same depth all get it.
 * @returns A tree that shares every other tensor with `state`. The caller disposes the rate that was replaced.
 * @throws {ValueError} LEARNING_RATE
 * @throws {StateError} LEARNING_RATE_MISSING, or LEARNING_RATE_SCHEDULED
 */
export function setLearningRate<State extends TensorTree>(state: State, learningRate: number): State {
  if (typeof learningRate !== 'number') throw badLearningRate('setLearningRate', learningRate);
  checkLearningRate('setLearningRate', learningRate);
  const rates = learningRates('setLearningRate', state);
  const paths = new Set(treeEntries<Tensor>(state).map(([path]) => path));
  for (const path of rates.keys()) {
    if (paths.has(path.replace(/learningRate$/, 'count'))) throw learningRateIsScheduled(path);
  }
  const changed = treeMap<Tensor, Tensor>(([leaf], path) => (rates.has(path) ? scalar(learningRate) : leaf), state);
  return changed as State;
}

/**
 * The scalars named `learningRate` that are nearest to the root. Deeper ones are the moments of a parameter
 * that happens to have the name.
 */
function learningRates(where: string, state: TensorTree): ReadonlyMap<string, Tensor> {
  const depth = (path: string): number => path.split('/').length;
  const named = treeEntries<Tensor>(state).filter(
    ([path, leaf]) => (path === 'learningRate' || path.endsWith('/learningRate')) && leaf.rank === 0,
  );
  if (named.length === 0) throw noLearningRate(where);
  const nearest = Math.min(...named.map(([path]) => depth(path)));
  return new Map(named.filter(([path]) => depth(path) === nearest));
}
