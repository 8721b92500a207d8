/** A recipe with its name and options, so that a model can show it and write it to a file. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { GradientTransformation, TensorTree } from './gradient-transformation.js';
import type { JsonObject } from './json.js';
import type { Schedule } from './schedules/schedule.js';
import type { NamedParts } from './transforms/chain.js';
import { type LearningRateState, withLearningRate } from './transforms/with-learning-rate.js';

/** A gradient transformation that knows its name and options. */
export interface Optimizer<State extends TensorTree = TensorTree> extends GradientTransformation<State> {
  /** The name of the recipe: `sgd`, `adam`, `adamw`. */
  readonly name: string;
  /**
   * Every option, defaults filled in. A schedule shows as its own config; a function that has none (a schedule
   * of your own, a mask that is a predicate) as `"custom"`.
   */
  readonly config: JsonObject;
  /**
   * Multiplies a loss before its gradients are taken, where small gradients would vanish: `lossScaling`. Its updates
   * are those of the loss itself.
   *
   * @param loss - float32 scalar.
   * @param state - Of this optimizer.
   */
  scaleLoss?(loss: Tensor, state: State): Tensor;
  /**
   * The parameters to judge and to keep, where they are not those that are trained but an average of them.
   *
   * @param params - The parameters that are trained, not disposed.
   * @param state - Of this optimizer.
   * @returns A tree in the structure of `params`, whose tensors may belong to `params` or `state`.
   */
  evaluationParams?(params: TensorTree, state: State): TensorTree;
}

/**
 * Makes an optimizer of parts that share a learning rate.
 *
 * @param name - Of the recipe.
 * @param options - Every option of the recipe, defaults filled in; those that are undefined are left out.
 * @param partsOf - As in `withLearningRate`.
 * @throws {ValueError} LEARNING_RATE
 */
export function defineOptimizer(
  name: string,
  options: { readonly learningRate: number | Schedule; readonly [option: string]: unknown },
  partsOf: (learningRate: Tensor) => NamedParts,
): Optimizer<LearningRateState> {
  return { name, config: configOf(options), ...withLearningRate(options.learningRate, partsOf) };
}

/** What stands for an optimizer in the config of another. */
export function describeOptimizer({ name, config }: Optimizer): JsonObject {
  return { name, config };
}

/** Options as plain JSON: a schedule by its own config, any other function as `"custom"`, without those left out. */
export function configOf(options: object): JsonObject {
  const asJson = (_key: string, value: unknown): unknown =>
    typeof value === 'function' ? ((value as Partial<Schedule>).config ?? 'custom') : value;
  return JSON.parse(JSON.stringify(options, asJson)) as JsonObject;
}
