/** Smaller steps when the loss no longer falls. */
import {
  add,
  div,
  greater,
  less,
  logicalOr,
  maximum,
  mul,
  scalar,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import {
  checkChoice,
  checkDecayRate,
  checkNonNegative,
  checkPositive,
  checkRange,
  checkSteps,
} from '../check-option.js';
import { advanceCycle } from '../cycle.js';
import type { GradientTransformation } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { missingContext } from '../messages.js';
import { nextCount, zeroCount } from '../step-count.js';
import { treeWhere } from '../tree-choice.js';

/** When `reduceOnPlateau` takes smaller steps, with PyTorch's names and defaults. */
export interface ReduceOnPlateauOptions {
  /** The new scale is the old one times this, above 0 and below 1. Default: 0.1. */
  readonly factor?: number;
  /** Losses without improvement that are put up with, at least 0. Default: 10. */
  readonly patience?: number;
  /** Smallest improvement that counts, not negative, and below 1 where it is relative. Default: 1e-4. */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best loss (`rel`) or a difference (`abs`). Default: `rel`. */
  readonly thresholdMode?: 'rel' | 'abs';
  /** Losses after a change that are not counted against it, at least 0. Default: 0. */
  readonly cooldown?: number;
  /** The scale does not fall below, in [0, 1]. Default: 0. */
  readonly minScale?: number;
  /** Losses that are averaged before they are judged, at least 1: the loss of one batch says little. Default: 1. */
  readonly accumulationSteps?: number;
  /** Whether the loss should fall (`min`) or rise (`max`). Default: `min`. */
  readonly mode?: 'min' | 'max';
}

/** The state of `reduceOnPlateau`. */
export type PlateauState = {
  /** float32 scalar: what updates are multiplied by. */
  readonly scale: Tensor;
  /** float32 scalar: the best loss so far, at first infinite. */
  readonly best: Tensor;
  /** int32 scalar: losses without improvement, in a row. */
  readonly badCount: Tensor;
  /** int32 scalar: losses that are not counted yet to come. */
  readonly cooldown: Tensor;
  /** float32 scalar: the sum of the losses that wait to be judged. */
  readonly lossSum: Tensor;
  /** int32 scalar: how many they are. */
  readonly microStep: Tensor;
};

/**
 * Multiplies updates by a scale that starts at 1 and is multiplied by `factor` whenever more than `patience` losses in
 * a row have not improved on the best: a ≥ best · (1 - threshold) with `rel`, a ≥ best - threshold with `abs`; for
 * `max`, a ≤ best · (1 + threshold) and a ≤ best + threshold. A loss of NaN is none. The update whose loss is one too
 * many is scaled already.
 *
 * The rule is that of PyTorch's `ReduceLROnPlateau`. Optax's `reduce_on_plateau` and Keras lose patience one loss
 * earlier (their `patience` of n is n - 1 here), and Keras's cooldown ends one loss earlier. `reduceLROnPlateau` of
 * @isograd/layers is Keras's callback, which looks at whole epochs.
 *
 * Every update needs `context.loss`.
 *
 * @throws {ValueError} OPTIMIZER_OPTION; and from `update`, UPDATE_CONTEXT
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 * @example
 * import { defineOptimizer, reduceOnPlateau, scale, scaleByAdam } from '@isograd/optimizers';
 * import { neg } from '@tensorflow/tfjs-core';
 * const optimizer = defineOptimizer('adamOnPlateau', { learningRate: 1e-3 }, (rate) => ({
 *   adam: scaleByAdam({ epsilon: 1e-7 }),
 *   scale: scale(neg(rate)),
 *   plateau: reduceOnPlateau({ factor: 0.5, accumulationSteps: 100 }),
 * }));
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): GradientTransformation<PlateauState> {
  const { factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = 'rel', mode = 'min' } = options;
  const { cooldown = 0, minScale = 0, accumulationSteps = 1 } = options;
  checkOptions({ factor, patience, threshold, thresholdMode, mode, cooldown, minScale, accumulationSteps });

  const bound = (best: Tensor): Tensor => {
    const margin = mode === 'min' ? -threshold : threshold;
    return thresholdMode === 'rel' ? mul(best, 1 + margin) : add(best, margin);
  };
  const judge = (loss: Tensor, before: Judgement): Judgement => {
    const isBetter = mode === 'min' ? less(loss, bound(before.best)) : greater(loss, bound(before.best));
    const isCooling = greater(before.cooldown, scalar(0, 'int32'));
    const badCount = where(logicalOr(isBetter, isCooling), zeroCount(), nextCount(before.badCount));
    const isOver = greater(badCount, scalar(patience, 'int32'));
    const counted = where(isCooling, sub(before.cooldown, scalar(1, 'int32')), before.cooldown);
    return {
      scale: where(isOver, maximum(mul(before.scale, factor), minScale), before.scale),
      best: where(isBetter, loss, before.best),
      badCount: where(isOver, zeroCount(), badCount),
      cooldown: where(isOver, scalar(cooldown, 'int32'), counted),
    };
  };
  return {
    init: () => ({
      scale: scalar(1),
      best: scalar(mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
      badCount: zeroCount(),
      cooldown: zeroCount(),
      lossSum: scalar(0),
      microStep: zeroCount(),
    }),
    update: (updates, state, _params, context) => {
      const loss = context?.loss;
      if (loss === undefined) throw missingContext('reduceOnPlateau', 'loss');
      const { scale, best, badCount } = state;
      const before = { scale, best, badCount, cooldown: state.cooldown };
      const { isLast, position } = advanceCycle(state.microStep, accumulationSteps);
      const lossSum = add(state.lossSum, loss);
      const after = treeWhere(isLast, judge(div(lossSum, accumulationSteps), before), before);
      return {
        updates: mapTensors('reduceOnPlateau', ([u]) => mul(u, after.scale), [updates]),
        state: { ...after, lossSum: where(isLast, scalar(0), lossSum), microStep: position },
      };
    },
  };
}

/** What a loss that is judged changes. */
type Judgement = Pick<PlateauState, 'scale' | 'best' | 'badCount' | 'cooldown'>;

function checkOptions(options: Required<ReduceOnPlateauOptions>): void {
  const { factor, patience, threshold, thresholdMode, mode, cooldown, minScale, accumulationSteps } = options;
  const check = 'reduceOnPlateau';
  checkPositive(check, 'factor', factor);
  checkDecayRate(check, 'factor', factor);
  checkSteps(check, 'patience', patience, 0);
  checkChoice(check, 'thresholdMode', thresholdMode, ['rel', 'abs']);
  if (thresholdMode === 'rel') checkDecayRate(check, 'threshold', threshold);
  else checkNonNegative(check, 'threshold', threshold);
  checkSteps(check, 'cooldown', cooldown, 0);
  checkRange(check, 'minScale', minScale, { min: 0, max: 1 });
  checkSteps(check, 'accumulationSteps', accumulationSteps, 1);
  checkChoice(check, 'mode', mode, ['min', 'max']);
}
