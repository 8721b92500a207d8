/** What the optimizer suite is told of a gradient transformation: how it is made, and what is known of it beforehand. */
import type { Tree } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Parameters, gradients, updates and states. */
export type TensorTree = Tree<Tensor>;

/** Loss and gradients at some parameters. */
export interface TestedEvaluation {
  readonly loss: Tensor;
  readonly grads: TensorTree;
}

/** What an update may ask about its step. */
export interface TestedUpdateContext {
  readonly loss?: Tensor | undefined;
  readonly evaluate?: ((params: TensorTree) => TestedEvaluation) | undefined;
}

/** A gradient transformation, as far as the suite looks at it. */
export interface TestedTransformation {
  init(params: TensorTree): TensorTree;
  update(
    grads: TensorTree,
    state: TensorTree,
    params: TensorTree,
    context?: TestedUpdateContext,
  ): { readonly updates: TensorTree; readonly state: TensorTree };
}

/** One with a name and options, which can be written down. */
export interface TestedOptimizer extends TestedTransformation {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  scaleLoss?(loss: Tensor, state: TensorTree): Tensor;
  evaluationParams?(params: TensorTree, state: TensorTree): TensorTree;
}

/** A transformation with options, to be held to the contract of optimizers. */
export interface OptimizerCase {
  /** Names the options that it tries: `adam, amsgrad`. Unique within a list. */
  readonly name: string;
  /**
   * Makes the transformation; twice the same. Its parameters are `scale` [], `blocks/0/kernel` [4, 3],
   * `blocks/0/bias` [3], `blocks/1/kernel` [2, 3, 2], `blocks/1/bias` [2], `head/kernel` [2, 2, 2, 3] and
   * `head/unused` [3], whose gradient is always zero.
   */
  readonly make: () => TestedTransformation | TestedOptimizer;
  /** Whether its updates point uphill still, as gradients do; then the suite descends them itself. Default: false. */
  readonly isDirection?: boolean;
  /** What its update asks of the context: the loss, or loss and `evaluate`. Default: nothing. */
  readonly needs?: 'loss' | 'evaluate';
  /** Whether the gradient of one parameter changes the update of another. Default: false. */
  readonly isGlobal?: boolean;
  /**
   * What it sums over the elements of a tensor: a program may do so in another order, and round otherwise. Default:
   * nothing, and a program computes the same bits.
   */
  readonly sums?: string;
  /** Whether each update draws numbers of its own. Default: false. */
  readonly isRandom?: boolean;
  /** Whether it can be written down as JSON: false where it holds a function. Asked of optimizers. Default: true. */
  readonly isSerializable?: boolean;
  /** Why parameters move where gradients are zero. Default: they do not. */
  readonly movesAtZeroGradient?: string;
  /** Why NaN in the gradient of some parameter never reaches its updates. Default: it does. */
  readonly hidesNaN?: string;
}
