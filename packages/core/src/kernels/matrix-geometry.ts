/** What is multiplied in a product of stacks of matrices: for the authors of kernels. */
import { broadcast_util } from '@tensorflow/tfjs-core';
import { matrixShapesDiffer, notMatrices } from '../messages.js';
import { type Shape, sizeOf } from '../shape.js';
import { broadcastIndex } from './broadcast-index.js';

/** Which operand is given with its last two axes exchanged. */
export interface Transposition {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The sizes of all products of two stacks, `[m, k]` times `[k, n]`, and which matrices meet in each. */
export interface MatrixGeometry {
  /** `[..., m, n]`, the leading axes broadcast. */
  readonly outShape: Shape;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Number of products. */
  readonly count: number;
  /** From the index of a product to that of its matrix in the first stack. */
  aIndex(index: number): number;
  /** The same for the second. */
  bIndex(index: number): number;
}

/**
 * The geometry of a product.
 *
 * @param where - Who multiplies, for errors.
 * @param a - `[..., m, k]`, or `[..., k, m]` when it is transposed.
 * @param b - `[..., k, n]`, or `[..., n, k]` when it is transposed.
 * @throws {ShapeError} SHAPE_MATMUL
 */
export function matrixGeometry(
  where: string,
  a: { readonly shape: Shape; readonly dtype: string },
  b: { readonly shape: Shape; readonly dtype: string },
  { transposeA, transposeB }: Transposition,
): MatrixGeometry {
  if (Math.min(a.shape.length, b.shape.length) < 2) throw notMatrices(where, a, b);
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [kOfB, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (k !== kOfB) throw matrixShapesDiffer(where, a, b, k, kOfB);
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  return {
    outShape: [...batch, m, n],
    m,
    n,
    k,
    count: sizeOf(batch),
    aIndex: broadcastIndex(aBatch, batch),
    bIndex: broadcastIndex(bBatch, batch),
  };
}
