/** Divides examples in memory into batches, in an order that a seed fixes. */
import { foldInData, keyData, permuteIndices } from '@isograd/core';
import { badOption } from '../messages.js';
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

/**
 * Divides examples in two: those to train on, and the last ones, which are held back for validation.
 *
 * @param where - Who asks, for messages.
 * @param share - Share of those held back; none for 0.
 * @throws {ValueError} LAYER_OPTION
 */
export function splitForValidation(
  where: string,
  examples: Examples,
  share: number,
): [train: Examples, held: Examples | undefined] {
  if (!(share >= 0 && share < 1))
    throw badOption(where, 'validationSplit', share, 'a number from 0 up to, not including, 1');
  if (share === 0) return [examples, undefined];
  const count = exampleCount(examples);
  const at = Math.floor(count * (1 - share));
  return [
    mapExamples(examples, (array) => sliceExamples(array, 0, at)),
    mapExamples(examples, (array) => sliceExamples(array, at, count)),
  ];
}

function mapExamples(examples: Examples, fn: (array: Examples['x'][number]) => Examples['x'][number]): Examples {
  const { x, y, sampleWeights } = examples;
  return { x: x.map(fn), y: y.map(fn), sampleWeights: sampleWeights.map(fn) };
}
