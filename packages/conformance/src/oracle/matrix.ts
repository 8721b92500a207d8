/** Laws of products of matrices. */
import { broadcastShapes, mapPairs } from './broadcast.js';
import { at, type HostTensor, mapValues, tabulate } from './host-tensor.js';

/** Two stacks of matrices, `[..., rows, inner]` and `[..., inner, columns]` where they are not transposed. */
export type MatrixInputs = { readonly a: HostTensor; readonly b: HostTensor };

/** Whether each is given with its last two axes exchanged. */
export interface MatrixAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** c[..., i, j] = Σₖ a[..., i, k] b[..., k, j], the leading axes broadcast; int32 wraps. */
export function batchMatMul({ a, b }: MatrixInputs, { transposeA, transposeB }: MatrixAttributes): HostTensor {
  const [rowsOfA, columnsOfA] = a.shape.slice(-2) as [number, number];
  const [rowsOfB, columnsOfB] = b.shape.slice(-2) as [number, number];
  const inner = transposeA ? rowsOfA : columnsOfA;
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, transposeA ? columnsOfA : rowsOfA, transposeB ? rowsOfB : columnsOfB];

  /** The element of a matrix of a stack whose leading axes are broadcast. */
  const element = (matrices: HostTensor, leading: readonly number[], row: number, column: number): number => {
    const sizes = matrices.shape.slice(0, -2);
    const first = leading.length - sizes.length;
    const own = sizes.map((size, axis) => (size === 1 ? 0 : (leading[first + axis] as number)));
    return at(matrices, [...own, row, column]);
  };
  return tabulate(
    shape,
    (index) => {
      const leading = index.slice(0, -2);
      const [i, j] = index.slice(-2) as [number, number];
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = transposeA ? element(a, leading, k, i) : element(a, leading, i, k);
        const right = transposeB ? element(b, leading, j, k) : element(b, leading, k, j);
        sum = a.dtype === 'int32' ? (sum + Math.imul(left, right)) | 0 : sum + left * right;
      }
      return sum;
    },
    a.dtype,
  );
}

/** A product, a bias that is broadcast to it, and slopes of `prelu` below zero, broadcast too. */
export type FusedMatrixInputs = MatrixInputs & {
  readonly bias?: HostTensor;
  readonly preluActivationWeights?: HostTensor;
};

/** What follows a product. */
export interface FusedMatrixAttributes extends MatrixAttributes {
  readonly activation: 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'prelu' | 'leakyrelu';
  /** Slope of `leakyrelu` below zero. */
  readonly leakyreluAlpha: number;
}

/** activation(a b + bias) */
export function fusedMatMul(inputs: FusedMatrixInputs, attributes: FusedMatrixAttributes): HostTensor {
  const { preluActivationWeights: slopes } = inputs;
  const { activation, leakyreluAlpha } = attributes;
  const sums = biasedProduct(inputs, attributes);
  switch (activation) {
    case 'linear':
      return sums;
    case 'relu':
      return mapValues(sums, (x) => Math.max(x, 0));
    case 'relu6':
      return mapValues(sums, (x) => Math.min(Math.max(x, 0), 6));
    case 'elu':
      return mapValues(sums, (x) => (x >= 0 ? x : Math.expm1(x)));
    case 'sigmoid':
      return mapValues(sums, (x) => 1 / (1 + Math.exp(-x)));
    case 'leakyrelu':
      return mapValues(sums, (x) => (x >= 0 ? x : leakyreluAlpha * x));
    case 'prelu':
      return mapPairs(sums, slopes as HostTensor, (x, slope) => (x >= 0 ? x : slope * x));
    default:
      return activation satisfies never;
  }
}

/** a b + bias, before the activation. */
export function biasedProduct({ a, b, bias }: FusedMatrixInputs, attributes: MatrixAttributes): HostTensor {
  const product = batchMatMul({ a, b }, attributes);
  return bias === undefined ? product : mapPairs(product, bias, (x, shift) => x + shift);
}
