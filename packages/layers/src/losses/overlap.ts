/** Losses of overlapping regions, for segmentation: Dice, Tversky. */
import type { PartialShape } from '@isograd/core';
import { add, div, mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { nonNegativeNumber, wholeNumber } from '../option-checks.js';
import type { Loss, LossOptions } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkProbabilities, classAxis } from './target-checks.js';

/** Options of `dice`, with Keras's names. */
export interface DiceOptions extends LossOptions {
  /** The axes of a region: one or several. Default: all, so that a batch is one region. */
  readonly axis?: number | readonly number[] | null;
  /** Added to the overlap and to the sizes, so that two empty regions agree; Keras has none. Default: 0. */
  readonly smooth?: number;
}

/** Options of `tversky`, with Keras's names. */
export interface TverskyOptions extends LossOptions {
  /** Weight of what the prediction misses; at least 0. Default: 0.5. */
  readonly alpha?: number;
  /** Weight of what it invents; at least 0. Default: 0.5. */
  readonly beta?: number;
  /** As in `dice`. Default: all. */
  readonly axis?: number | readonly number[] | null;
}

/**
 * 1 - (2 Σ y p + smooth) / (Σ y + Σ p + smooth + 1e-7): one less the Dice coefficient, summed over the axes of a
 * region. Without `axis` a whole batch is one region, as in Keras; `axis: [1, 2, 3]` gives one loss an image.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 * @see Milletari et al.: "V-Net" (2016)
 */
export function dice(options: DiceOptions = {}): Loss {
  const name = 'dice';
  const axis = readAxes(name, options.axis);
  const smooth = nonNegativeNumber(name, 'smooth', options.smooth ?? 0);
  return makeLoss(
    {
      name,
      className: 'Dice',
      config: { axis, smooth },
      perExample: (yTrue, yPred) => {
        const axes = axesOf(name, axis, yPred.shape);
        const overlap = sum(mul(yTrue, yPred), axes);
        const sizes = add(sum(yTrue, axes), sum(yPred, axes));
        return oneLess(add(mul(overlap, 2), smooth), add(sizes, smooth + epsilon));
      },
      checkTargets: (where, yTrue, outputShape) => {
        axesOf(where, axis, outputShape);
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}

/**
 * 1 - Σ y p / (Σ y p + alpha Σ y (1 - p) + beta Σ (1 - y) p + 1e-7): Dice with unequal weights of the two kinds of
 * error. As in Keras, `alpha` weighs what is missed, which Keras calls false positives.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 * @see Salehi et al.: "Tversky loss function for image segmentation using 3D fully convolutional deep networks" (2017)
 */
export function tversky(options: TverskyOptions = {}): Loss {
  const name = 'tversky';
  const axis = readAxes(name, options.axis);
  const alpha = nonNegativeNumber(name, 'alpha', options.alpha ?? 0.5);
  const beta = nonNegativeNumber(name, 'beta', options.beta ?? 0.5);
  return makeLoss(
    {
      name,
      className: 'Tversky',
      config: { alpha, beta, axis },
      perExample: (yTrue, yPred) => {
        const axes = axesOf(name, axis, yPred.shape);
        const overlap = sum(mul(yTrue, yPred), axes);
        const missed = sum(mul(yTrue, sub(1, yPred)), axes);
        const invented = sum(mul(sub(1, yTrue), yPred), axes);
        return oneLess(overlap, add(add(overlap, epsilon), add(mul(missed, alpha), mul(invented, beta))));
      },
      checkTargets: (where, yTrue, outputShape) => {
        axesOf(where, axis, outputShape);
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}

const oneLess = (part: Tensor, whole: Tensor): Tensor => sub(1, div(part, whole));

function readAxes(where: string, axis: unknown): number | readonly number[] | null {
  if (axis === undefined || axis === null) return null;
  if (!Array.isArray(axis)) return wholeNumber(where, 'axis', axis);
  return axis.map((one) => wholeNumber(where, 'axis', one));
}

/** The axes to sum over, counted from 0; all when none is named. */
function axesOf(where: string, axis: number | readonly number[] | null, shape: PartialShape): number[] {
  if (axis === null) return shape.map((_, index) => index);
  return [axis].flat().map((one) => classAxis(where, one, shape));
}
