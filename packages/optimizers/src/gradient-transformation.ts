/**
 * The one idea of this package: a pair of pure functions over trees of tensors.
 *
 * `init` makes a state for the parameters; `update` turns gradients into updates and the state into the next.
 * Clipping, momentum, Adam's scaling, weight decay and the learning rate are each such a pair; `chain` makes
 * one of several, and `sgd()` or `adam()` is a chain of two to four. What comes out at the end is added to the
 * parameters (`applyUpdates`): the part that scales by the learning rate brings the minus sign.
 *
 * A state is a tree of tensors under stable names (`count`, `mu`, `nu`, `trace`, `learningRate`), so that
 * `treeEntries` lists what to save. An update is made of tensor ops alone: nothing is read to the host and no
 * branch depends on a value, so that a step can be captured and compiled.
 */
import type { Tree } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Parameters, gradients, updates and states: nested plain objects and arrays of tensors. */
export type TensorTree = Tree<Tensor>;

/** What `update` returns. */
export type UpdateResult<State extends TensorTree = TensorTree> = {
  /** The structure and shapes of the parameters; to be added to them. */
  readonly updates: TensorTree;
  /** The state for the next call. */
  readonly state: State;
};

/** Loss and gradients at some parameters. */
export interface Evaluation {
  /** float32 scalar, never scaled. */
  readonly loss: Tensor;
  /** The structure and shapes of the parameters; of what the optimizer's `scaleLoss` made of the loss, where it has one. */
  readonly grads: TensorTree;
}

/** What a transformation may ask about the step that its update belongs to. */
export interface UpdateContext {
  /** float32 scalar: the loss at the parameters of the update, never scaled. `reduceOnPlateau` follows it. */
  readonly loss?: Tensor | undefined;
  /**
   * Loss and gradients of the same batch at other parameters: `sam` and the line search of `lbfgs` look there before
   * they step. It is called the same number of times in every update.
   */
  readonly evaluate?: ((params: TensorTree) => Evaluation) | undefined;
}

/**
 * A pure transformation of gradients.
 *
 * Nothing that is passed in is disposed. `update` leaves its intermediate results to the caller's scope, and
 * its results may be tensors that it was given (a state that does not change, gradients that pass through)
 * or be shared between `updates` and `state`. So wrap it, together with `applyUpdates`, in `tidyTree` (or
 * tf.tidy), and do not dispose `updates` yourself.
 *
 * @see Optax, whose abstraction this is: https://optax.readthedocs.io/en/latest/api/transformations.html
 * @example
 * import { adam, applyUpdates, tidyTree } from '@isograd/optimizers';
 * import { tensor } from '@tensorflow/tfjs-core';
 * const optimizer = adam({ learningRate: 1e-3 });
 * const params = { kernel: tensor([1, 2]) };
 * const grads = { kernel: tensor([0.5, -0.5]) };
 * const state = optimizer.init(params);
 * const next = tidyTree(() => {
 *   const { updates, state: after } = optimizer.update(grads, state, params);
 *   return { params: applyUpdates(params, updates), state: after };
 * });
 */
export interface GradientTransformation<State extends TensorTree = TensorTree> {
  /**
   * @param params - float32 parameters.
   * @returns A new state, which the caller disposes.
   */
  init(params: TensorTree): State;

  /**
   * @param grads - Gradients, or the updates of the part before; structure and shapes of `params`.
   * @param state - What `init` or the last `update` returned.
   * @param params - The parameters at which the gradients were taken.
   * @param context - More about the step; which transformation needs what is said where it is made.
   * @throws {ValueError} TREE_STRUCTURE, or UPDATE_CONTEXT when something in `context` is missing
   * @throws {ShapeError} OPTIMIZER_SHAPE
   */
  update(grads: TensorTree, state: State, params: TensorTree, context?: UpdateContext): UpdateResult<State>;
}
