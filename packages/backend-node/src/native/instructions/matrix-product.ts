/** Products of matrices, one or a batch of them. */
import { activationWords, type NativeActivation } from './activation.js';
import { instruction, type Place, placeWords } from './instruction.js';

/** `out = activation(a · b + bias)`, or `activation(out + a · b + bias)`, for each matrix of a batch. */
export interface MatrixProduct {
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether one matrix serves all batches. */
  readonly isAShared: boolean;
  readonly isBShared: boolean;
  /** Whether a is [k, m], b [n, k]. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly a: Place;
  readonly b: Place;
  readonly out: Place;
  /** One number for each column, or row. */
  readonly bias?: Place;
  readonly biasOf?: 'columns' | 'rows';
  /** Whether the product is added to what is in `out`. Default: false. */
  readonly accumulate?: boolean;
  readonly activation?: NativeActivation;
}

/** The words of a product of matrices. */
export function matrixProductWords(product: MatrixProduct): number[] {
  const { batches, m, n, k, isAShared, isBShared, transposeA, transposeB, a, b, out, bias } = product;
  return instruction('matrixProduct', [
    batches,
    m,
    n,
    k,
    Number(!isAShared),
    Number(!isBShared),
    Number(transposeA),
    Number(transposeB),
    Number(product.biasOf === 'rows'),
    Number(product.accumulate ?? false),
    ...activationWords(product.activation),
    ...[a, b, out, bias].flatMap(placeWords),
  ]);
}
