/** Hinge losses: nothing to learn from what is right by a margin. */
import type { NdArray, PartialShape } from '@isograd/core';
import { add, all, cast, equal, max, maximum, mean, mul, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { mixedHingeLabels } from './loss-messages.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';
import { checkProbabilities, checkValues } from './target-checks.js';

/** Targets 0 and 1 become -1 and 1, when the whole batch is so; others stay (Keras's rule). */
function signs(yTrue: Tensor): Tensor {
  const isBinary = cast(all(equal(square(yTrue), yTrue)), 'float32'); // y^2 = y only for 0 and 1
  return add(yTrue, mul(isBinary, sub(yTrue, 1)));
}

/** max(1 - y p, 0) with y of -1 and 1. */
function shortfall(yTrue: Tensor, yPred: Tensor): Tensor {
  return maximum(sub(1, mul(signs(yTrue), yPred)), 0);
}

function checkSigns(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  checkValues(where, yTrue, outputShape, {
    isFine: (value) => value === -1 || value === 0 || value === 1,
    expected: '-1 and 1, or 0 and 1',
    fix: 'turn the targets into -1 and 1.',
  });
  if (yTrue.data.indexOf(-1) >= 0 && yTrue.data.indexOf(0) >= 0) throw mixedHingeLabels(where);
}

/**
 * The hinge loss: max(1 - yTrue yPred, 0), averaged over the last axis. Targets are -1 and 1; 0 and 1 are converted.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function hinge(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'hinge',
      className: 'Hinge',
      config: {},
      perExample: (yTrue, yPred) => mean(shortfall(yTrue, yPred), -1),
      checkTargets: checkSigns,
    },
    options,
  );
}

/**
 * The squared hinge loss: max(1 - yTrue yPred, 0)^2, averaged over the last axis. Targets are -1 and 1; 0 and 1 are
 * converted.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function squaredHinge(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'squaredHinge',
      className: 'SquaredHinge',
      config: {},
      perExample: (yTrue, yPred) => mean(square(shortfall(yTrue, yPred)), -1),
      checkTargets: checkSigns,
    },
    options,
  );
}

/**
 * The hinge loss of classes: max(1 + wrong - right, 0) with right = Σ yTrue yPred and wrong = max((1 - yTrue) yPred)
 * over the last axis. Targets are one-hot rows. As in Keras, wrong is never below 0; PyTorch takes the largest of the
 * other classes.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function categoricalHinge(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'categoricalHinge',
      className: 'CategoricalHinge',
      config: {},
      perExample: (yTrue, yPred) => {
        const right = sum(mul(yTrue, yPred), -1);
        const wrong = max(mul(sub(1, yTrue), yPred), -1);
        return maximum(add(sub(wrong, right), 1), 0);
      },
      checkTargets: checkProbabilities,
    },
    options,
  );
}
