/** Rows of numbers as arrays for a model. */
import { keyData, NdArray, permuteIndices } from '@isograd/core';

/** Inputs and targets. */
export interface Examples {
  readonly x: NdArray;
  readonly y: NdArray;
}

/** Rows of one length as float32 `[rows, columns]`. */
export function matrix(rows: readonly (readonly number[])[]): NdArray {
  return new NdArray(Float32Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);
}

/** A row for each label, 1 in its place and 0 elsewhere. */
export function oneHot(labels: readonly number[], classes: number): number[][] {
  return labels.map((label) => Array.from({ length: classes }, (_, place) => (place === label ? 1 : 0)));
}

/** Divides examples at random, `testCount` of them into the second part. */
export function randomSplit(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[])[],
  testCount: number,
  seed: number,
): [train: Examples, test: Examples] {
  const order = Array.from(permuteIndices(keyData(seed), x.length));
  const part = (rows: readonly number[]): Examples => ({
    x: matrix(rows.map((row) => x[row] ?? [])),
    y: matrix(rows.map((row) => y[row] ?? [])),
  });
  return [part(order.slice(testCount)), part(order.slice(0, testCount))];
}

/** The place of the largest value of each row. */
export function largestOfRows({ data, shape }: NdArray): number[] {
  const [rows = 0] = shape;
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const values = Array.from(data.subarray(row * width, (row + 1) * width));
    return values.indexOf(Math.max(...values));
  });
}
