/**
 * The training: the same file in the terminal and in the page, on any backend.
 *
 * A small convolutional network with batch normalization and dropout learns the 1797 real digits of 8 x 8
 * pixels; 360 of them, the same share of every class, are kept for the test.
 */
import { type Backend, type NdArray, useBackend } from '@isograd/core';
import { trainTestSplit } from '@isograd/data';
import { digits } from '@isograd/datasets';
import {
  activation,
  batchNormalization,
  type Callback,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPooling2d,
  type Sequential,
  sequential,
  sparseCategoricalCrossentropy,
} from '@isograd/layers';
import { adam } from '@isograd/optimizers';
import { confusionMatrix } from './confusion-matrix.js';

/** What to train with. */
export interface TrainOptions {
  readonly backend: Backend;
  /** Passes over the training data. */
  readonly epochs: number;
  /** Fixes the split, the first weights, the order of examples and the dropout masks. */
  readonly seed: number;
  /** Told of every batch and epoch. */
  readonly callback?: Callback;
  /** Receives the model before it is trained, to stop it early, say. */
  readonly onModel?: (model: Sequential) => void;
}

/** How it went. */
export interface TrainResult {
  readonly backendName: string;
  /** Share of the test digits that are recognised. */
  readonly testAccuracy: number;
  readonly testCorrect: number;
  readonly testCount: number;
  /** Loss of every training step. */
  readonly stepLosses: readonly number[];
  /** `confusion[label][predicted]`: numbers of test digits. */
  readonly confusion: readonly (readonly number[])[];
  readonly images: NdArray;
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  readonly seconds: number;
}

/** Trains, tests, and frees everything. */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { backend, epochs, seed, callback, onModel } = options;
  const { name: backendName } = await useBackend(backend);
  const { images, labels } = await digits.load();
  const split = trainTestSplit({ x: images, y: labels }, { testFraction: 360 / labels.size, seed, stratifyBy: labels });
  const stepLosses: number[] = [];
  const recordLoss: Callback = { onBatchEnd: (_batch, { batchLoss }) => void stepLosses.push(batchLoss) };
  const model = buildModel(seed);
  onModel?.(model);
  try {
    const start = performance.now();
    await model.fit(split.train.x, split.train.y, {
      epochs,
      batchSize: 32,
      callbacks: callback === undefined ? [recordLoss] : [recordLoss, callback],
    });
    const seconds = (performance.now() - start) / 1000;
    const logits = await model.predict(split.test.x, { batchSize: 120 });
    const predicted = largestOfEachRow(logits);
    const testLabels = Int32Array.from(split.test.y.data);
    const testCorrect = predicted.filter((digit, index) => digit === testLabels[index]).length;
    return {
      backendName,
      testAccuracy: testCorrect / predicted.length,
      testCorrect,
      testCount: predicted.length,
      stepLosses,
      confusion: confusionMatrix(testLabels, predicted, digits.classNames.length),
      images: split.test.x,
      labels: testLabels,
      predicted,
      seconds,
    };
  } finally {
    model.dispose();
  }
}

function buildModel(seed: number): Sequential {
  const model = sequential({
    name: 'digits',
    seed,
    layers: [
      conv2d({ filters: 16, kernelSize: 3, padding: 'same', useBias: false, inputShape: [8, 8, 1] }),
      batchNormalization({ momentum: 0.9 }),
      activation({ activation: 'relu' }),
      conv2d({ filters: 32, kernelSize: 3, padding: 'same', useBias: false }),
      batchNormalization({ momentum: 0.9 }),
      activation({ activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      dropout({ rate: 0.25 }),
      flatten(),
      dense({ units: 64, activation: 'relu' }),
      dropout({ rate: 0.5 }),
      dense({ units: 10, name: 'head' }),
    ],
  });
  model.compile({
    optimizer: adam({ learningRate: 0.002 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return model;
}

/** Number of the largest element of each row of `[rows, columns]`. */
function largestOfEachRow({ data, shape: [rows = 0, columns = 0] }: NdArray): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return values.indexOf(Math.max(...values));
  });
}
