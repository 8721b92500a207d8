/**
 * An optimizer around another: it decides when the one inside runs, on which gradients, and what becomes of its
 * updates. The state of the one inside stands under `optimizer`, beside what the wrapper keeps itself.
 */
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { configOf, describeOptimizer, type Optimizer } from '../optimizer.js';

/** The state of a wrapper. */
export type WrapperState = {
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
  readonly [own: string]: TensorTree;
};

/** What a wrapper does. What it says nothing about, the optimizer inside decides. */
export interface Wrapper<State extends WrapperState>
  extends GradientTransformation<State>,
    Pick<Optimizer<State>, 'scaleLoss' | 'evaluationParams'> {}

/**
 * Makes an optimizer of a wrapper.
 *
 * @param name - Of the wrapper.
 * @param optimizer - The one inside; it stands in the config with its name and options.
 * @param options - Of the wrapper; those that are undefined are left out of its config.
 * @param wrapper - What it does.
 */
export function wrapOptimizer<State extends WrapperState>(
  name: string,
  optimizer: Optimizer,
  options: object,
  wrapper: Wrapper<State>,
): Optimizer<State> {
  const { scaleLoss, evaluationParams } = optimizer;
  return {
    name,
    config: { optimizer: describeOptimizer(optimizer), ...configOf(options) },
    ...(scaleLoss && { scaleLoss: (loss, state) => scaleLoss(loss, state.optimizer) }),
    ...(evaluationParams && { evaluationParams: (params, state) => evaluationParams(params, state.optimizer) }),
    ...wrapper,
  };
}
