/** What losses of embeddings share: who is of one kind, and how far apart everyone is. */
import { formatShape, type NdArray, type PartialShape, shapesMatch } from '@isograd/core';
import {
  add,
  cast,
  equal,
  greater,
  matMul,
  maximum,
  mul,
  notEqual,
  range,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';
import { embeddingsShape, targetShape } from './loss-messages.js';
import { normalizeVectors } from './cosine-similarity.js';

/** How far apart two embeddings are: the Euclidean distance, its square, or 1 less the cosine of their angle. */
export type EmbeddingDistance = 'L2' | 'squared-L2' | 'angular';

/** The names of `EmbeddingDistance`. */
export const embeddingDistances: readonly EmbeddingDistance[] = ['L2', 'squared-L2', 'angular'];

/** float32 `[batch, batch]`: 1 where two examples have one label. */
export function haveOneLabel(labels: Tensor): Tensor {
  const column = reshape(labels, [-1, 1]);
  return cast(equal(column, transpose(column)), 'float32');
}

/** float32 `[batch, batch]`: 1 where row and column are two examples. */
export function areTwo(count: number): Tensor {
  const numbers = range(0, count, 1, 'int32');
  return cast(notEqual(reshape(numbers, [count, 1]), numbers), 'float32');
}

/** float32 `[batch, batch]`: distances of all embeddings `[batch, features]`; the diagonal is 0. */
export function distancesOf(embeddings: Tensor, distance: EmbeddingDistance): Tensor {
  if (distance === 'angular') {
    const unit = normalizeVectors(embeddings, -1);
    return sub(1, matMul(unit as Tensor2D, unit as Tensor2D, false, true));
  }
  const products = matMul(embeddings as Tensor2D, embeddings as Tensor2D, false, true);
  const squares = sum(square(embeddings), -1, true); // [batch, 1]
  const two = areTwo(embeddings.shape[0] ?? 0);
  const squared = mul(maximum(add(sub(squares, mul(products, 2)), transpose(squares)), 0), two);
  return distance === 'squared-L2' ? squared : rootOf(squared);
}

/** The square root, with the slope 0 where it is 0. */
export function rootOf(squared: Tensor): Tensor {
  const isApart = cast(greater(squared, 0), 'float32');
  return mul(sqrt(add(squared, sub(1, isApart))), isApart);
}

/** Targets are one label an example, the output one embedding. */
export function checkEmbeddings(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  if (outputShape.length !== 2) throw embeddingsShape(where, outputShape, '[batch, features]');
  if (shapesMatch(yTrue.shape, [null]) || shapesMatch(yTrue.shape, [null, 1])) return;
  throw targetShape(
    where,
    yTrue.shape,
    `[batch] (one label an example, for embeddings ${formatShape(outputShape)})`,
    'pass one number an example; equal numbers are one class.',
  );
}
