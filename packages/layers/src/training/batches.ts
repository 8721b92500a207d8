/** Divides examples in memory into batches, in an order that a seed fixes. */
import { foldInData, keyData, permuteIndices } from '@isograd/core';
import { type Examples, exampleCount } from './examples.js';
import { sliceExamples, takeExamples } from './host-data.js';

/**
 * The order of the examples in one epoch: the same on every runtime for the same seed.
 *
 * @param seed - Seed of the whole training.
 * @param epoch - Number of the epoch.
 * @param count - Number of examples.
 */
export function epochOrder(seed: number, epoch: number, count: number): Int32Array {
  return permuteIndices(foldInData(keyData(seed), epoch), count);
}

/**
 * The batches of one epoch; the last one may be smaller.
 *
 * @param order - Numbers of examples, or undefined for the given order.
 */
export function* batchesOf(examples: Examples, batchSize: number, order?: Int32Array): Generator<Examples> {
  const count = exampleCount(examples);
  for (let start = 0; start < count; start += batchSize) {
    const end = Math.min(start + batchSize, count);
    const take = order === undefined ? undefined : order.subarray(start, end);
    yield mapExamples(examples, (array) => (take ? takeExamples(array, take) : sliceExamples(array, start, end)));
  }
}

/** Divides examples in two: those before `at`, and the rest. */
export function splitExamples(examples: Examples, at: number): [before: Examples, after: Examples] {
  const count = exampleCount(examples);
  return [
    mapExamples(examples, (array) => sliceExamples(array, 0, at)),
    mapExamples(examples, (array) => sliceExamples(array, at, count)),
  ];
}

function mapExamples(examples: Examples, fn: (array: Examples['x'][number]) => Examples['x'][number]): Examples {
  const { x, y, sampleWeights } = examples;
  return { x: x.map(fn), y: y.map(fn), sampleWeights: sampleWeights.map(fn) };
}
