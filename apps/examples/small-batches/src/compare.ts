/** Trains every method with every size of batch on the same digits. */
import type { NdArray } from '@isograd/core';
import { trainTestSplit } from '@isograd/data';
import { digits } from '@isograd/datasets';
import { createModel, type Method, methods } from './methods.js';

/** What is compared. */
export interface ComparisonOptions {
  readonly batchSizes: readonly number[];
  /** Examples to train on, the same for all. */
  readonly trainCount: number;
  readonly epochs: number;
  readonly seed: number;
  /** Told of each training when it is done. */
  readonly onResult?: (result: Comparison) => void;
}

/** One training. */
export interface Comparison {
  readonly method: Method;
  readonly batchSize: number;
  /** Share of 360 digits, which nobody trained on, that are read right. */
  readonly accuracy: number;
  readonly seconds: number;
}

/** Runs all trainings, one after another. */
export async function compare(options: ComparisonOptions): Promise<Comparison[]> {
  const { images, labels } = await digits.load();
  const { train, test } = trainTestSplit(
    { x: images, y: labels },
    { testFraction: 360 / labels.size, seed: options.seed, stratifyBy: labels },
  );
  const few = trainTestSplit(train, {
    testFraction: 1 - options.trainCount / (train.y.shape[0] ?? 1),
    seed: options.seed,
    stratifyBy: train.y,
  }).train;
  const results: Comparison[] = [];
  for (const batchSize of options.batchSizes) {
    for (const method of methods) {
      const result = await trainOne(method, batchSize, few, test, options);
      results.push(result);
      options.onResult?.(result);
    }
  }
  return results;
}

async function trainOne(
  method: Method,
  batchSize: number,
  train: { readonly x: NdArray; readonly y: NdArray },
  test: { readonly x: NdArray; readonly y: NdArray },
  { epochs, seed }: ComparisonOptions,
): Promise<Comparison> {
  const model = createModel(method, batchSize, seed);
  try {
    const start = performance.now();
    await model.fit(train.x, train.y, { epochs, batchSize });
    const seconds = (performance.now() - start) / 1000;
    const { accuracy = 0 } = await model.evaluate(test.x, test.y, { batchSize: 120 });
    return { method, batchSize, accuracy, seconds };
  } finally {
    model.dispose();
  }
}

/** A table: a row for each method, a column for each size of batch. */
export function formatComparison(results: readonly Comparison[]): string {
  const sizes = [...new Set(results.map(({ batchSize }) => batchSize))];
  const width = Math.max(...methods.map(({ name }) => name.length));
  const cell = (name: string, size: number): string => {
    const found = results.find(({ method, batchSize }) => method.name === name && batchSize === size);
    return found === undefined ? '' : found.accuracy.toFixed(3);
  };
  return [
    `${'normalization'.padEnd(width)}  ${sizes.map((size) => `batch ${size}`.padStart(9)).join('')}`,
    ...methods.map(
      ({ name }) => `${name.padEnd(width)}  ${sizes.map((size) => cell(name, size).padStart(9)).join('')}`,
    ),
  ].join('\n');
}
