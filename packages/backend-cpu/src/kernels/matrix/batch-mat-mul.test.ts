import { ShapeError, UnsupportedError } from '@isograd/core';
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { BatchMatMul, complex, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../../testing/kernel-runner.js';

onCpu();

const sizes = fc.integer({ min: 0, max: 13 });
const problems = fc.record({ m: sizes, n: sizes, k: sizes, transposeA: fc.boolean(), transposeB: fc.boolean() });

/** Σ a[i, l] b[l, j] of matrices that may lie transposed, and Σ |a[i, l] b[l, j]|. */
function reference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { m, n, k, transposeA, transposeB }: { m: number; n: number; k: number; transposeA: boolean; transposeB: boolean },
): { exact: Float64Array; magnitudes: Float64Array } {
  const exact = new Float64Array(m * n);
  const magnitudes = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l < k; l++) {
        const left = a[transposeA ? l * m + i : i * k + l] as number;
        const right = b[transposeB ? j * k + l : l * n + j] as number;
        exact[i * n + j] = (exact[i * n + j] as number) + left * right;
        magnitudes[i * n + j] = (magnitudes[i * n + j] as number) + Math.abs(left * right);
      }
    }
  }
  return { exact, magnitudes };
}

it('multiplies matrices of every size and transposition, rounding once', () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const { m, n, k, transposeA, transposeB } = problem;
      const [a, b] = [seededValues(1, m * k), seededValues(2, k * n)];
      const inputs = {
        a: values([...a], transposeA ? [k, m] : [m, k]),
        b: values([...b], transposeB ? [n, k] : [k, n]),
      };
      const { shape, data } = runKernel(BatchMatMul, inputs, { transposeA, transposeB });
      expect(shape).toEqual([m, n]);
      expect(Array.from(data)).toEqual(Array.from(new Float32Array(reference(a, b, problem).exact)));
    }),
    { seed: 1, numRuns: 200 },
  );
});

it('multiplies matrices whose factors do not fit in one pack', () => {
  const problem = { m: 5, n: 37, k: 9000, transposeA: false, transposeB: true };
  const [a, b] = [seededValues(1, 5 * 9000), seededValues(2, 9000 * 37)];
  const { data } = runKernel(BatchMatMul, { a: values([...a], [5, 9000]), b: values([...b], [37, 9000]) }, problem);
  const { exact, magnitudes } = reference(a, b, problem);
  expectWithinRounding(data, exact, magnitudes, 0);
});

it('broadcasts the leading axes against each other', () => {
  const a = values([1, 2], [2, 1, 1, 1]);
  const b = values([10, 20, 30], [1, 3, 1, 1]);
  const { shape, data } = runKernel(BatchMatMul, { a, b });
  expect(shape).toEqual([2, 3, 1, 1]);
  expect(Array.from(data)).toEqual([10, 20, 30, 20, 40, 60]);
});

it('multiplies integers modulo 2^32', () => {
  const matrix = [2 ** 31 - 1, 65537, -3, 46341];
  const inputs = { a: values(matrix, [2, 2], 'int32'), b: values(matrix, [2, 2], 'int32') };
  const wrap = (...terms: bigint[]): number =>
    Number(
      BigInt.asIntN(
        32,
        terms.reduce((sum, term) => sum + term),
      ),
    );
  const [p, q, r, s] = matrix.map(BigInt) as [bigint, bigint, bigint, bigint];
  const { dtype, data } = runKernel(BatchMatMul, inputs);
  expect(dtype).toBe('int32');
  expect(Array.from(data)).toEqual([wrap(p * p, q * r), wrap(p * q, q * s), wrap(r * p, s * r), wrap(r * q, s * s)]);
});

it('refuses shapes that do not meet, vectors and complex numbers', () => {
  const matrix = values([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(() => runKernel(BatchMatMul, { a: matrix, b: matrix })).toThrow(ShapeError);
  expect(() => runKernel(BatchMatMul, { a: values([1, 2]), b: matrix })).toThrow(ShapeError);
  tidy(() => {
    const z = complex(tensor2d([[1]]), tensor2d([[1]]));
    expect(() => matMul(z, z)).toThrow(UnsupportedError);
  });
});
