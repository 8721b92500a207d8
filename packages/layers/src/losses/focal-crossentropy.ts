/** Focal cross-entropies: examples that are easy count for less. */
import { logSoftmax } from '@isograd/core';
import {
  add,
  clipByValue,
  exp,
  log,
  maximum,
  mean,
  mul,
  neg,
  pow,
  sigmoid,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { badOption } from '../messages.js';
import { booleanOption, nonNegativeNumber, share } from '../option-checks.js';
import {
  type CrossentropyOptions,
  elementwiseCrossentropy,
  normalizeProbabilities,
  readCrossentropyOptions,
  smoothTargets,
} from './crossentropy.js';
import type { Loss } from './loss.js';
import { epsilon, makeLoss } from './make-loss.js';
import { checkProbabilities, classAxis } from './target-checks.js';

/** Options of `binaryFocalCrossentropy`, with Keras's names. */
export interface BinaryFocalCrossentropyOptions extends CrossentropyOptions {
  /** Whether `alpha` weighs the targets. Default: false. */
  readonly applyClassBalancing?: boolean;
  /** Weight of the targets 1, and 1 - alpha that of the targets 0; from 0 to 1. Default: 0.25. */
  readonly alpha?: number;
  /** How much less the easy ones count; at least 0, which is the plain cross-entropy. Default: 2. */
  readonly gamma?: number;
}

/** Options of `categoricalFocalCrossentropy`, with Keras's names. */
export interface CategoricalFocalCrossentropyOptions extends CrossentropyOptions {
  /** Weight of all classes, or of each; at least 0. Default: 0.25. */
  readonly alpha?: number | readonly number[];
  /** How much less the easy ones count; at least 0. Default: 2. */
  readonly gamma?: number;
}

/**
 * Binary cross-entropy times (1 - p_t)^gamma, averaged over an axis, where p_t = y p + (1 - y)(1 - p) is the
 * probability of what is right. With `applyClassBalancing` also times y alpha + (1 - y)(1 - alpha).
 *
 * Keras takes logits through a sigmoid that it clips; here they stay exact for any size.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Lin et al.: "Focal Loss for Dense Object Detection" (2017)
 */
export function binaryFocalCrossentropy(options: BinaryFocalCrossentropyOptions = {}): Loss {
  const name = 'binaryFocalCrossentropy';
  const shared = readCrossentropyOptions(name, options);
  const { fromLogits, labelSmoothing } = shared;
  const applyClassBalancing = booleanOption(name, 'applyClassBalancing', options.applyClassBalancing ?? false);
  const alpha = share(name, 'alpha', options.alpha ?? 0.25);
  const gamma = nonNegativeNumber(name, 'gamma', options.gamma ?? 2);
  return makeLoss(
    {
      name,
      className: 'BinaryFocalCrossentropy',
      config: { ...shared, applyClassBalancing, alpha, gamma },
      perExample: (yTrue, yPred) => {
        const axis = classAxis(name, shared.axis, yPred.shape);
        const targets = smoothTargets(yTrue, labelSmoothing, 2);
        const others = sub(1, targets);
        const [yes, no] = fromLogits ? [sigmoid(yPred), sigmoid(neg(yPred))] : [yPred, sub(1, yPred)];
        const wrong = add(mul(targets, no), mul(others, yes)); // 1 - p_t
        const focal = mul(pow(maximum(wrong, epsilon), gamma), elementwiseCrossentropy(targets, yPred, fromLogits));
        if (!applyClassBalancing) return mean(focal, axis);
        return mean(mul(add(mul(targets, alpha), mul(others, 1 - alpha)), focal), axis);
      },
      checkTargets: (where, yTrue, outputShape) => {
        classAxis(where, shared.axis, outputShape);
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}

/**
 * Categorical cross-entropy whose terms are weighed: -Σ alpha (1 - p)^gamma yTrue log(p) over the classes.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} AXIS_RANGE
 * @see Lin et al.: "Focal Loss for Dense Object Detection" (2017)
 */
export function categoricalFocalCrossentropy(options: CategoricalFocalCrossentropyOptions = {}): Loss {
  const name = 'categoricalFocalCrossentropy';
  const shared = readCrossentropyOptions(name, options);
  const { fromLogits, labelSmoothing } = shared;
  const alpha = readAlpha(name, options.alpha ?? 0.25);
  const gamma = nonNegativeNumber(name, 'gamma', options.gamma ?? 2);
  return makeLoss(
    {
      name,
      className: 'CategoricalFocalCrossentropy',
      config: { ...shared, alpha, gamma },
      perExample: (yTrue, yPred) => {
        const axis = classAxis(name, shared.axis, yPred.shape);
        const classes = yPred.shape[axis] ?? 1;
        const targets = smoothTargets(yTrue, labelSmoothing, classes);
        const logits = fromLogits ? logSoftmax(yPred, axis) : log(normalizeProbabilities(yPred, axis));
        const wrong = sub(1, clipByValue(exp(logits), epsilon, 1 - epsilon));
        const weight = mul(pow(wrong, gamma), alphaOf(alpha, yPred, axis));
        return neg(sum(mul(weight, mul(targets, logits)), axis));
      },
      checkTargets: (where, yTrue, outputShape) => {
        const classes = outputShape[classAxis(where, shared.axis, outputShape)];
        if (typeof alpha !== 'number' && alpha.length !== classes) {
          throw badOption(where, 'alpha', alpha, `one number, or one for each of the ${classes} classes`);
        }
        checkProbabilities(where, yTrue, outputShape);
      },
    },
    options,
  );
}

function readAlpha(where: string, alpha: unknown): number | readonly number[] {
  if (!Array.isArray(alpha)) return nonNegativeNumber(where, 'alpha', alpha);
  return alpha.map((weight) => nonNegativeNumber(where, 'alpha', weight));
}

/** Weights in the shape of the classes' axis. */
function alphaOf(alpha: number | readonly number[], yPred: Tensor, axis: number): Tensor | number {
  if (typeof alpha === 'number') return alpha;
  return tensor(
    [...alpha],
    yPred.shape.map((_, index) => (index === axis ? alpha.length : 1)),
  );
}
