/** Splits arrays into two disjoint parts, for training and for testing. */
import { keyData, NdArray, permuteIndices } from '@isograd/core';
import { readColumns, type SelectionOf, selectElements } from './columns.js';
import { badStrata, badTestFraction, emptySplit } from './messages.js';

/** Options of `trainTestSplit`. */
export interface TrainTestSplitOptions {
  /** Part of the elements that goes to the test, between 0 and 1, both exclusive. */
  readonly testFraction: number;
  /** An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /**
   * A label for each element: every class is then divided in the same proportion, up to one element.
   * Default: none.
   */
  readonly stratifyBy?: NdArray | ArrayLike<number> | ArrayLike<string>;
}

/**
 * Divides the elements of a tree of arrays at random.
 *
 * The test part has `round(testFraction * n)` elements. Stratified, each class gives the whole part of its
 * share, and those with the largest remainders one more until the test is full.
 *
 * @param arrays - A tree of arrays as in `fromArrays`.
 * @param options - `testFraction`, `seed`, `stratifyBy`.
 * @returns Copies of both parts, each in a random order; numeric leaves come back as NdArrays.
 * @throws {ValueError} DATA_TEST_FRACTION, DATA_SPLIT_EMPTY, DATA_STRATA, RANDOM_SEED or what `fromArrays` throws.
 * @example
 * import { fromArrays, trainTestSplit } from '@isograd/data';
 * const y = Int32Array.of(0, 0, 0, 0, 1, 1);
 * const { train, test } = trainTestSplit({ x: [1, 2, 3, 4, 5, 6], y }, { testFraction: 1 / 3, seed: 7, stratifyBy: y });
 * const batches = fromArrays(train).batch(2);
 */
export function trainTestSplit<const T extends object>(
  arrays: T,
  options: TrainTestSplitOptions,
): { readonly train: SelectionOf<T>; readonly test: SelectionOf<T> } {
  const { testFraction, seed, stratifyBy } = options;
  if (!(testFraction > 0 && testFraction < 1)) throw badTestFraction(testFraction);
  const { columns, length } = readColumns('trainTestSplit', arrays);
  const testSize = Math.round(testFraction * length);
  if (testSize === 0 || testSize === length) throw emptySplit(length, testFraction);

  const strata = stratifyBy === undefined ? Array.from({ length }, () => 0) : labelsOf(stratifyBy, length);
  const quota = testQuotas(strata, testSize / length, testSize);
  const train: number[] = [];
  const test: number[] = [];
  for (const index of permuteIndices(keyData(seed), length)) {
    const stratum = strata[index] as number | string;
    const left = quota.get(stratum) ?? 0;
    quota.set(stratum, left - 1);
    (left > 0 ? test : train).push(index);
  }
  return { train: selectElements<T>(columns, train), test: selectElements<T>(columns, test) };
}

/** How many elements each class gives to the test: largest remainders, ties to the class seen first. */
function testQuotas(
  strata: readonly (number | string)[],
  fraction: number,
  testSize: number,
): Map<number | string, number> {
  const sizes = new Map<number | string, number>();
  for (const stratum of strata) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
  const shares = [...sizes].map(([stratum, size]) => ({
    stratum,
    whole: Math.floor(size * fraction),
    share: size * fraction,
  }));
  let missing = testSize - shares.reduce((sum, { whole }) => sum + whole, 0);
  const quota = new Map(shares.map(({ stratum, whole }) => [stratum, whole]));
  for (const { stratum, whole } of shares.sort((a, b) => b.share - b.whole - (a.share - a.whole))) {
    if (missing-- > 0) quota.set(stratum, whole + 1);
  }
  return quota;
}

function labelsOf(stratifyBy: NdArray | ArrayLike<number> | ArrayLike<string>, length: number): (number | string)[] {
  const labels = stratifyBy instanceof NdArray ? stratifyBy.data : stratifyBy;
  if (labels.length !== length) throw badStrata(labels.length, length);
  return Array.from<number | string>(labels);
}
