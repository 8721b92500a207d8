/** How far to go along a direction. */
import {
  abs,
  add,
  div,
  greater,
  greaterEqual,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mul,
  scalar,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { checkRange, checkSteps } from '../check-option.js';
import type { GradientTransformation, TensorTree } from '../gradient-transformation.js';
import { mapTensors } from '../map-tensors.js';
import { missingContext } from '../messages.js';
import { treeDot } from '../tree-dot.js';

/** How `lineSearch` searches. */
export interface LineSearchOptions {
  /** Evaluations of the loss and its gradient in every update, in [1, 100]. */
  readonly steps: number;
  /** Share of the decrease that the slope promises which is enough, in [0, 0.5]. Default: 1e-4. */
  readonly sufficientDecrease?: number;
  /** Share of the slope that may be left, in [0, 1]. Default: 0.9, for quasi-Newton directions. */
  readonly curvature?: number;
}

/** The state of `lineSearch`. */
export type LineSearchState = {
  /** float32 scalar: by how much the last direction was multiplied; 0 where no step was good enough. */
  readonly stepSize: Tensor;
  /** float32 scalar: the step to try first. */
  readonly trial: Tensor;
  /** The state of the part. */
  readonly direction: TensorTree;
};

/** What rounding may add to a loss, relative to it. */
const lossRounding = 2 ** -20;

/** Below it a trial step does not fall, so that the search can always resume. */
const smallestTrial = 2 ** -30;

/**
 * Multiplies the update d of a part by a step t that fulfils the weak Wolfe conditions, with φ(t) the loss at p + t d:
 * φ(t) ≤ φ(0) + c₁ t φ'(0) and φ'(t) ≥ c₂ φ'(0). It tries t = 1 first, doubles it while the slope is still steep, halves
 * the bracket where the loss is too high, and stops at the first t that fulfils both. Where differences of losses are
 * lost in rounding, their slopes decide: φ'(t) ≤ (2 c₁ - 1) φ'(0) instead of the first condition (Hager, Zhang).
 *
 * Every update makes the same `steps` evaluations, found or not, so that it can be captured. After the last of them the
 * longest step that fulfils the first condition is taken; if there is none the parameters stay, and the next update tries
 * first where this one ended. So the loss never rises, even with few evaluations, and nothing is stuck.
 *
 * Every update needs `context.loss` and `context.evaluate`.
 *
 * @param part - Its update goes downhill; it already has its minus sign.
 * @throws {ValueError} OPTIMIZER_OPTION; and from `update`, UPDATE_CONTEXT
 * @see Lewis, Overton: "Nonsmooth optimization via quasi-Newton methods" (Mathematical Programming, 2013), algorithm 2.6
 * @see Hager, Zhang: "A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search" (SIAM Journal on Optimization, 2005)
 */
export function lineSearch(
  part: GradientTransformation,
  options: LineSearchOptions,
): GradientTransformation<LineSearchState> {
  const { steps, sufficientDecrease = 1e-4, curvature = 0.9 } = options;
  checkSteps('lineSearch', 'steps', steps, 1);
  checkRange('lineSearch', 'steps', steps, { min: 1, max: 100 });
  checkRange('lineSearch', 'sufficientDecrease', sufficientDecrease, { min: 0, max: 0.5 });
  checkRange('lineSearch', 'curvature', curvature, { min: 0, max: 1 });
  return {
    init: (params) => ({ stepSize: scalar(0), trial: scalar(1), direction: part.init(params) }),
    update: (grads, state, params, context) => {
      if (context?.loss === undefined) throw missingContext('lineSearch', 'loss');
      if (context.evaluate === undefined) throw missingContext('lineSearch', 'evaluate');
      const { loss, evaluate } = context;
      const { updates, state: direction } = part.update(grads, state.direction, params, context);
      // A direction that goes uphill is asked for nothing but a lower loss.
      const slope = minimum(treeDot(grads, updates), 0);
      const highest = add(loss, mul(abs(loss), lossRounding));

      let bracket: Bracket = { low: scalar(0), high: scalar(0), trial: state.trial, isFound: scalar(false, 'bool') };
      for (let step = 0; step < steps; step++) {
        const { trial } = bracket;
        const there = evaluate(
          mapTensors('lineSearch', ([param, update]) => add(param, mul(update, trial)), [params, updates]),
        );
        const slopeThere = treeDot(there.grads, updates);
        const decreases = lessEqual(there.loss, add(loss, mul(mul(slope, trial), sufficientDecrease)));
        const seemsTo = logicalAnd(
          lessEqual(there.loss, highest),
          lessEqual(slopeThere, mul(slope, 2 * sufficientDecrease - 1)),
        );
        bracket = narrow(bracket, logicalOr(decreases, seemsTo), greaterEqual(slopeThere, mul(slope, curvature)));
      }
      const { low: stepSize, trial } = bracket;
      const next = where(greater(stepSize, 0), scalar(1), maximum(trial, smallestTrial));
      return {
        updates: mapTensors('lineSearch', ([update]) => mul(update, stepSize), [updates]),
        state: { stepSize, trial: next, direction },
      };
    },
  };
}

/** What a search knows, in float32 scalars. */
interface Bracket {
  /** The longest step whose loss is low enough, 0 for none. */
  readonly low: Tensor;
  /** The shortest whose loss is too high, 0 for none. */
  readonly high: Tensor;
  /** The next to try. */
  readonly trial: Tensor;
  /** bool scalar: whether `low` is the result. */
  readonly isFound: Tensor;
}

/** The bracket after its trial was seen to be low enough or not, and flat enough or not. */
function narrow({ low, high, trial, isFound }: Bracket, isLow: Tensor, isFlat: Tensor): Bracket {
  const isNew = logicalNot(isFound);
  const nextLow = where(logicalAnd(isNew, isLow), trial, low);
  const nextHigh = where(logicalAnd(isNew, logicalNot(isLow)), trial, high);
  const found = logicalOr(isFound, logicalAnd(isLow, isFlat));
  const between = where(greater(nextHigh, 0), div(add(nextLow, nextHigh), 2), mul(trial, 2));
  return { low: nextLow, high: nextHigh, trial: where(found, trial, between), isFound: found };
}
