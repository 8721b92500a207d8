/** Laws of products of matrices. */
import { broadcastShapes } from './broadcast.js';
import { at, type HostTensor, tabulate } from './host-tensor.js';

/** Two stacks of matrices, `[..., rows, inner]` and `[..., inner, columns]` where they are not transposed. */
export type MatrixInputs = { readonly a: HostTensor; readonly b: HostTensor };

/** Whether each is given with its last two axes exchanged. */
export interface MatrixAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** c[..., i, j] = Σₖ a[..., i, k] b[..., k, j], the leading axes broadcast. */
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
        sum += left * right;
      }
      return sum;
    },
    a.dtype,
  );
}
