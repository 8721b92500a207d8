import { ShapeError, UnsupportedError } from '@isograd/core';
import { BatchMatMul } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel, type Values } from '../testing/kernel-runner.js';
import { at, ReferenceSums } from '../testing/reference-sum.js';

onWasm();

interface Case {
  readonly batchA: readonly number[];
  readonly batchB: readonly number[];
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function check({ batchA, batchB, batch, m, n, k, transposeA, transposeB }: Case): void {
  const a = floats([...batchA, ...(transposeA ? [k, m] : [m, k])], 1);
  const b = floats([...batchB, ...(transposeB ? [n, k] : [k, n])], 2);
  const expected = new ReferenceSums([...batch, m, n]);
  const element = (
    matrix: Values,
    from: readonly number[],
    index: readonly number[],
    row: number,
    column: number,
  ): number =>
    at(
      matrix,
      ...index.slice(index.length - from.length).map((position, axis) => (from[axis] === 1 ? 0 : position)),
      row,
      column,
    );
  for (const index of indicesOf(batch)) {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        for (let term = 0; term < k; term++) {
          const left = transposeA ? element(a, batchA, index, term, row) : element(a, batchA, index, row, term);
          const right = transposeB ? element(b, batchB, index, column, term) : element(b, batchB, index, term, column);
          expected.add([...index, row, column], left * right);
        }
      }
    }
  }
  expected.expectFrom(runKernel(BatchMatMul, { a, b }, { transposeA, transposeB }));
}

function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (indices, size) => indices.flatMap((index) => Array.from({ length: size }, (_, position) => [...index, position])),
    [[]],
  );
}

it('multiplies matrices of any size in every form', () => {
  const size = fc.integer({ min: 0, max: 21 });
  fc.assert(
    fc.property(size, size, size, fc.boolean(), fc.boolean(), (m, n, k, transposeA, transposeB) =>
      check({ batchA: [], batchB: [], batch: [], m, n, k, transposeA, transposeB }),
    ),
    { numRuns: 200 },
  );
});

it.each([
  { m: 97, n: 19, k: 5 },
  { m: 251, n: 9, k: 17 },
  { m: 5, n: 11, k: 400 },
  { m: 100, n: 12, k: 770 },
  { m: 1, n: 45, k: 390 },
  { m: 5, n: 1031, k: 6 },
  { m: 66, n: 515, k: 3 },
])('multiplies across the borders of its blocks: $m x $k times $k x $n', ({ m, n, k }) => {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true])
      check({ batchA: [], batchB: [], batch: [], m, n, k, transposeA, transposeB });
  }
});

it('broadcasts the leading axes', () => {
  const shared = { m: 3, n: 5, k: 4, transposeA: false, transposeB: true };
  check({ ...shared, batchA: [2, 3], batchB: [2, 3], batch: [2, 3] });
  check({ ...shared, batchA: [2, 1], batchB: [3], batch: [2, 3] });
  check({ ...shared, batchA: [1, 3], batchB: [2, 1], batch: [2, 3] });
  check({ ...shared, batchA: [], batchB: [4], batch: [4] });
  check({ ...shared, batchA: [0], batchB: [1], batch: [0] });
});

it('multiplies integers exactly, modulo 2^32', () => {
  const size = fc.integer({ min: 0, max: 9 });
  const batches = fc.constantFrom([[], [], []], [[2], [2], [2]], [[2, 1], [3], [2, 3]]);
  fc.assert(
    fc.property(
      batches,
      size,
      size,
      size,
      fc.boolean(),
      fc.boolean(),
      ([batchA, batchB, batch], m, n, k, ...turned) => {
        const [transposeA, transposeB] = turned;
        const a = integers([...(batchA ?? []), ...(transposeA ? [k, m] : [m, k])], 1);
        const b = integers([...(batchB ?? []), ...(transposeB ? [n, k] : [k, n])], 2);
        const actual = runKernel(BatchMatMul, { a, b }, { transposeA, transposeB });
        const expected = indicesOf(batch ?? []).flatMap((index) => {
          const from = (sizes: readonly number[] = []): number[] =>
            sizes.map((length, axis) => (length === 1 ? 0 : (index[index.length - sizes.length + axis] ?? 0)));
          return indicesOf([m, n]).map(([row = 0, column = 0]) => {
            let sum = 0n;
            for (let term = 0; term < k; term++) {
              const left = at(a, ...from(batchA), ...(transposeA ? [term, row] : [row, term]));
              const right = at(b, ...from(batchB), ...(transposeB ? [column, term] : [term, column]));
              sum += BigInt(left) * BigInt(right);
            }
            return Number(BigInt.asIntN(32, sum));
          });
        });
        expect(actual).toMatchObject({ shape: [...(batch ?? []), m, n], dtype: 'int32' });
        expect(Array.from(actual.data)).toEqual(expected);
      },
    ),
  );
});

function integers(shape: readonly number[], seed: number): Values {
  return { shape, dtype: 'int32', data: Array.from(floats(shape, seed).data, (value) => Math.trunc(value * 2 ** 31)) };
}

it('refuses other dtypes and inner sizes that differ', () => {
  const attributes = { transposeA: false, transposeB: false };
  const truths = { shape: [2, 2], dtype: 'bool', data: [1, 0, 1, 1] } as const;
  expect(() => runKernel(BatchMatMul, { a: truths, b: truths }, attributes)).toThrow(UnsupportedError);
  expect(() => runKernel(BatchMatMul, { a: integers([2, 2], 1), b: floats([2, 2], 1) }, attributes)).toThrow(
    UnsupportedError,
  );
  expect(() => runKernel(BatchMatMul, { a: floats([2, 3], 1), b: floats([2, 3], 1) }, attributes)).toThrow(ShapeError);
  expect(() => runKernel(BatchMatMul, { a: floats([2, 2], 1), b: floats([2], 1) }, attributes)).toThrow(ShapeError);
});

it('gives NaN where a NaN or an infinity times zero enters', () => {
  const a = { shape: [1, 2], dtype: 'float32', data: [0, Number.NaN] } as const;
  const b = { shape: [2, 2], dtype: 'float32', data: [Number.POSITIVE_INFINITY, 1, 1, 1] } as const;
  const { data } = runKernel(BatchMatMul, { a, b }, { transposeA: false, transposeB: false });
  expect(Array.from(data)).toEqual([Number.NaN, Number.NaN]);
});
