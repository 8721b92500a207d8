/** Losses made large, so that small gradients do not vanish on the way. */
import { clipByValue, div, mul, scalar, type Tensor, where } from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import { advanceCycle } from '../cycle.js';
import type { TensorTree, UpdateContext } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import type { Optimizer } from '../optimizer.js';
import { zeroCount } from '../step-count.js';
import { treeIsFinite, treeWhere, treeZeros } from '../tree-choice.js';
import { wrapOptimizer } from './wrap-optimizer.js';

/** Options of `lossScaling`, with the names and defaults of Keras's `LossScaleOptimizer`. */
export interface LossScalingOptions {
  /** The first scale, in [2^-64, 2^64]; too large a scale soon gets smaller. Default: 2^15. */
  readonly initialScale?: number;
  /** Updates in a row that must be finite before the scale grows, at least 1. Default: 2000. */
  readonly dynamicGrowthSteps?: number;
}

/** The state of `lossScaling`. */
export type LossScalingState = {
  /** float32 scalar: what the loss is multiplied by. */
  readonly scale: Tensor;
  /** int32 scalar: finite gradients since the scale changed. */
  readonly microStep: Tensor;
  /** The state of the optimizer inside. */
  readonly optimizer: TensorTree;
};

/** Keeps the scale and 1 / scale far from 0 and infinity, where every gradient would become NaN for good. */
const limits = { min: 2 ** -64, max: 2 ** 64 };

/**
 * Multiplies the loss by a scale (`scaleLoss`) and divides the gradients by it, for tensors that are kept in 16 bits.
 * After `dynamicGrowthSteps` finite gradients in a row the scale doubles; when a gradient is infinite or NaN it is halved,
 * and the update is left out: neither the parameters nor the state of the optimizer change. Keras does the same, but lets
 * the scale leave [2^-64, 2^64].
 *
 * `context.loss` is that of the loss itself; the gradients that `context.evaluate` gives belong to the scaled one and are
 * divided too. A fixed scale, Keras's `loss_scale_factor`, is not offered: in float32 it does nothing, in 16 bits this is
 * safer.
 *
 * @param optimizer - What makes the updates.
 * @throws {ValueError} OPTIMIZER_OPTION
 * @see Micikevicius et al.: "Mixed Precision Training" (ICLR 2018)
 * @see https://keras.io/api/optimizers/loss_scale_optimizer/
 * @example
 * import { adam, lossScaling } from '@isograd/optimizers';
 * const optimizer = lossScaling(adam());
 */
export function lossScaling(optimizer: Optimizer, options: LossScalingOptions = {}): Optimizer<LossScalingState> {
  const { initialScale = 2 ** 15, dynamicGrowthSteps = 2000 } = options;
  checkRange('lossScaling', 'initialScale', initialScale, limits);
  checkSteps('lossScaling', 'dynamicGrowthSteps', dynamicGrowthSteps, 1);
  return wrapOptimizer<LossScalingState>(
    'lossScaling',
    optimizer,
    { initialScale, dynamicGrowthSteps },
    {
      init: (params) => ({
        scale: scalar(initialScale),
        microStep: zeroCount(),
        optimizer: optimizer.init(params),
      }),
      update: (grads, state, params, context) => {
        const unscale = (scaled: TensorTree): TensorTree =>
          mapTensors('lossScaling', ([, g]) => div(g, state.scale), [params, scaled]);
        const isFinite = treeIsFinite(grads);
        const inner = optimizer.update(unscale(grads), state.optimizer, params, unscaledContext(context, unscale));
        const { isLast, position } = advanceCycle(state.microStep, dynamicGrowthSteps);
        const factor = where(isFinite, where(isLast, scalar(2), scalar(1)), scalar(0.5));
        return {
          updates: treeWhere(isFinite, inner.updates, treeZeros(inner.updates)),
          state: {
            scale: clipByValue(mul(state.scale, factor), limits.min, limits.max),
            microStep: where(isFinite, position, zeroCount()),
            optimizer: treeWhere(isFinite, inner.state, state.optimizer),
          },
        };
      },
      scaleLoss: (loss, state) => {
        const scaled = optimizer.scaleLoss?.(loss, state.optimizer) ?? loss;
        return mul(scaled, state.scale);
      },
    },
  );
}

function unscaledContext(
  context: UpdateContext | undefined,
  unscale: (grads: TensorTree) => TensorTree,
): UpdateContext | undefined {
  const evaluate = context?.evaluate;
  if (evaluate === undefined) return context;
  return {
    ...context,
    evaluate: (params) => {
      const { loss, grads } = evaluate(params);
      return { loss, grads: unscale(grads) };
    },
  };
}
