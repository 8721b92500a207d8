/** Triplet losses: an example is nearer to its own kind than to any other, by a margin. */
import { formatShape, type NdArray, type PartialShape } from '@isograd/core';
import {
  add,
  cast,
  greater,
  logicalAnd,
  max,
  maximum,
  min,
  mul,
  reshape,
  slice,
  softplus,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { embeddingsShape } from './loss-messages.js';
import { booleanOption, nonNegativeNumber, oneOf } from '../option-checks.js';
import { cosineOf } from './cosine-similarity.js';
import {
  areTwo,
  checkEmbeddings,
  distancesOf,
  type EmbeddingDistance,
  embeddingDistances,
  haveOneLabel,
  rootOf,
} from './embedding-pairs.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';

/** Options of the triplet losses, with the names of TensorFlow Addons. */
export interface TripletOptions extends LossOptions {
  /** By how much the nearest stranger must be farther away; at least 0. Default: 1. */
  readonly margin?: number;
  /** Default: 'L2'. */
  readonly distanceMetric?: EmbeddingDistance;
}

/** Options of `tripletHard`. */
export interface TripletHardOptions extends TripletOptions {
  /** Whether log(1 + exp(d)) replaces max(d + margin, 0). Default: false. */
  readonly soft?: boolean;
}

/** Larger than any distance; where there is nobody to choose. */
const far = 1e18;

function readTripletOptions(
  name: string,
  options: TripletOptions,
): { readonly margin: number; readonly distanceMetric: EmbeddingDistance } {
  return {
    margin: nonNegativeNumber(name, 'margin', options.margin ?? 1),
    distanceMetric: oneOf(name, 'distanceMetric', options.distanceMetric ?? 'L2', embeddingDistances),
  };
}

/**
 * The triplet loss max(d(a, p) - d(a, n) + margin, 0) for every two examples a, p of one label, with the semi-hard
 * negative n: the nearest of another label that is farther from a than p is, or, where there is none, the farthest of
 * another label. The average counts the pairs.
 *
 * Targets are labels `[batch]` or `[batch, 1]`; the output are embeddings, float32 `[batch, features]`. As
 * TripletSemiHardLoss of TensorFlow Addons.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Schroff et al.: "FaceNet" (2015)
 */
export function tripletSemiHard(options: TripletOptions = {}): Loss {
  const name = 'tripletSemiHard';
  const { margin, distanceMetric } = readTripletOptions(name, options);
  return makeLoss(
    {
      name,
      className: 'TripletSemiHardLoss',
      config: { margin, distanceMetric },
      perExample: (yTrue, yPred) => {
        const batch = yPred.shape[0] ?? 0;
        const distances = distancesOf(yPred, distanceMetric); // [anchor, other]
        const isStranger = sub(1, haveOneLabel(yTrue)); // [anchor, other]
        const toPositive = reshape(distances, [batch, batch, 1]); // [anchor, positive, 1]
        const toNegative = reshape(distances, [batch, 1, batch]); // [anchor, 1, negative]
        const isOutside = logicalAnd(
          greater(toNegative, toPositive),
          cast(reshape(isStranger, [batch, 1, batch]), 'bool'),
        ); // [anchor, positive, negative]
        const outside = min(where(isOutside, toNegative, far), -1); // [anchor, positive]
        const inside = largestOf(distances, isStranger); // [anchor, 1]
        const negative = where(greater(outside, far / 2), inside, outside);
        return maximum(add(sub(distances, negative), margin), 0);
      },
      isCounted: (yTrue) => mul(haveOneLabel(yTrue), areTwo(yTrue.size)),
      checkTargets: checkEmbeddings,
    },
    options,
  );
}

/**
 * The triplet loss max(d(a, p) - d(a, n) + margin, 0) for every example a, with the farthest p of its label and the
 * nearest n of another.
 *
 * Targets are labels `[batch]` or `[batch, 1]`; the output are embeddings, float32 `[batch, features]`. As
 * TripletHardLoss of TensorFlow Addons.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Hermans et al.: "In Defense of the Triplet Loss for Person Re-Identification" (2017)
 */
export function tripletHard(options: TripletHardOptions = {}): Loss {
  const name = 'tripletHard';
  const { margin, distanceMetric } = readTripletOptions(name, options);
  const soft = booleanOption(name, 'soft', options.soft ?? false);
  return makeLoss(
    {
      name,
      className: 'TripletHardLoss',
      config: { margin, distanceMetric, soft },
      perExample: (yTrue, yPred) => {
        const distances = distancesOf(yPred, distanceMetric);
        const isKin = haveOneLabel(yTrue);
        const isOther = mul(isKin, areTwo(yPred.shape[0] ?? 0));
        const gap = squeeze(sub(largestOf(distances, isOther), smallestOf(distances, sub(1, isKin))), [1]);
        return soft ? softplus(gap) : maximum(add(gap, margin), 0);
      },
      checkTargets: checkEmbeddings,
    },
    options,
  );
}

/**
 * The triplet loss max(d(a, p) - d(a, n) + margin, 0) of given triples: the output is float32 `[batch, 3, features]`,
 * anchor, positive and negative of each example; targets are not looked at. PyTorch's TripletMarginLoss, which averages
 * alike.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Schroff et al.: "FaceNet" (2015), which takes 'squared-L2'
 */
export function tripletMargin(options: TripletOptions = {}): Loss {
  const name = 'tripletMargin';
  const { margin, distanceMetric } = readTripletOptions(name, options);
  return makeLoss(
    {
      name,
      className: 'TripletMarginLoss',
      config: { margin, distanceMetric },
      perExample: (_yTrue, yPred) => {
        checkTriples(name, yPred.shape);
        const [batch = 0, , features = 0] = yPred.shape;
        const member = (index: number): Tensor =>
          reshape(slice(yPred, [0, index, 0], [batch, 1, features]), [batch, features]);
        const anchor = member(0);
        const toPositive = distanceOf(anchor, member(1), distanceMetric);
        const toNegative = distanceOf(anchor, member(2), distanceMetric);
        return maximum(add(sub(toPositive, toNegative), margin), 0);
      },
      checkTargets: (where: string, _yTrue: NdArray, outputShape: PartialShape) => checkTriples(where, outputShape),
    },
    options,
  );
}

function checkTriples(where: string, shape: PartialShape): void {
  if (shape.length === 3 && shape[1] === 3) return;
  throw embeddingsShape(where, shape, `[batch, 3, features] instead of ${formatShape(shape)}`);
}

function distanceOf(a: Tensor, b: Tensor, distance: EmbeddingDistance): Tensor {
  if (distance === 'angular') return sub(1, cosineOf(a, b, -1));
  const squared = sum(square(sub(a, b)), -1);
  return distance === 'squared-L2' ? squared : rootOf(squared);
}

/** The largest of each row among those that are marked, else the smallest of the row; `[batch, 1]`. */
function largestOf(distances: Tensor, isMarked: Tensor): Tensor {
  const lowest = min(distances, 1, true);
  return add(max(mul(sub(distances, lowest), isMarked), 1, true), lowest);
}

/** The smallest of each row among those that are marked, else the largest of the row; `[batch, 1]`. */
function smallestOf(distances: Tensor, isMarked: Tensor): Tensor {
  const highest = max(distances, 1, true);
  return add(min(mul(sub(distances, highest), isMarked), 1, true), highest);
}
