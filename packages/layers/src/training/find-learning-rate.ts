/** The learning-rate range test: how the loss answers to rates from tiny to too large. */
import { IsogradError, type Tree, treeMap } from '@isograd/core';
import { clone, dispose, keep, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Dataset } from '@isograd/data';
import type { Model } from '../models/model.js';
import { badOption } from '../messages.js';
import { fraction, positiveInteger, positiveNumber } from '../option-checks.js';
import type { Callback } from './callback.js';
import type { DataInputs } from './host-data.js';
import type { DatasetBatch } from './fit-options.js';

/** What to train on, and which rates to try. */
export interface FindLearningRateOptions {
  /** Inputs, as in `fit`. */
  readonly x?: DataInputs;
  /** Targets, as in `fit`. */
  readonly y?: DataInputs;
  /** Batches, in place of `x` and `y`. */
  readonly dataset?: Dataset<DatasetBatch>;
  /** Examples in a batch of `x`. Default: 32. */
  readonly batchSize?: number;
  /** The first rate, above 0. Default: 1e-7. */
  readonly minLearningRate?: number;
  /** The last rate, above the first. Default: 10. */
  readonly maxLearningRate?: number;
  /** Batches, each with its own rate; at least 3. Default: 100. */
  readonly steps?: number;
  /** Decay of the average that smooths the losses, in [0, 1). Default: 0.9. */
  readonly smoothing?: number;
  /** Ends when the smoothed loss is this many times the smallest so far, above 1. Default: 4. */
  readonly divergence?: number;
}

/** The curve: one entry for each batch that was trained. */
export interface LearningRateCurve {
  /** Rates, growing by a constant factor. */
  readonly learningRates: readonly number[];
  /** Loss of the batch before the update with that rate. */
  readonly losses: readonly number[];
  /** The losses averaged exponentially, bias corrected. */
  readonly smoothedLosses: readonly number[];
  /** The rate at which the smoothed loss falls fastest over the logarithm of the rate; undefined where it never falls. */
  readonly suggestion: number | undefined;
}

/**
 * Trains a model for some batches with rates that grow geometrically, and puts everything back as it was: weights,
 * statistics, random keys and the state of the optimizer. Take a rate where the loss falls steeply, well before it rises:
 * `suggestion`, or up to ten times less.
 *
 * @param model - Compiled, with a learning rate that is a number.
 * @param options - Data and range.
 * @throws {ValueError} LAYER_OPTION, and as `fit` @throws {StateError} MODEL_NOT_COMPILED, or LEARNING_RATE_SCHEDULED
 * @see Smith: "Cyclical Learning Rates for Training Neural Networks" (WACV 2017), section 3.3
 * @example
 * import { NdArray } from '@isograd/core';
 * import { dense, findLearningRate, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
 * const x = new NdArray(Float32Array.from({ length: 64 }, (_, index) => Math.sin(index)), [32, 2]);
 * const y = Float32Array.from({ length: 32 }, (_, index) => Math.cos(index));
 * const { learningRates, smoothedLosses, suggestion } = await findLearningRate(model, { x, y, batchSize: 8 });
 */
export async function findLearningRate(model: Model, options: FindLearningRateOptions): Promise<LearningRateCurve> {
  const where = `findLearningRate of ${model.label}`;
  const minLearningRate = positiveNumber(where, 'minLearningRate', options.minLearningRate ?? 1e-7);
  const maxLearningRate = positiveNumber(where, 'maxLearningRate', options.maxLearningRate ?? 10);
  const smoothing = fraction(where, 'smoothing', options.smoothing ?? 0.9);
  const divergence = positiveNumber(where, 'divergence', options.divergence ?? 4);
  const steps = positiveInteger(where, 'steps', options.steps ?? 100);
  if (steps < 3) throw badOption(where, 'steps', steps, 'at least 3');
  if (maxLearningRate <= minLearningRate)
    throw badOption(where, 'maxLearningRate', maxLearningRate, `a number above ${minLearningRate}`);
  if (divergence <= 1) throw badOption(where, 'divergence', divergence, 'a number above 1');
  if ((options.x === undefined) === (options.dataset === undefined))
    throw badOption(where, 'x', options.x, 'x and y, or a dataset');

  const growth = (maxLearningRate / minLearningRate) ** (1 / (steps - 1));
  const curve = { learningRates: [] as number[], losses: [] as number[], smoothedLosses: [] as number[] };
  let average = 0;
  let smallest = Number.POSITIVE_INFINITY;
  const sweep: Callback = {
    name: 'findLearningRate',
    onTrainBatchBegin: () => model.setLearningRate(minLearningRate * growth ** curve.losses.length),
    onTrainBatchEnd: (_batch, { batchLoss }) => {
      if (Number.isFinite(batchLoss)) {
        average = smoothing * average + (1 - smoothing) * batchLoss;
        const smoothed = average / (1 - smoothing ** (curve.losses.length + 1));
        curve.learningRates.push(minLearningRate * growth ** curve.losses.length);
        curve.losses.push(batchLoss);
        curve.smoothedLosses.push(smoothed);
        smallest = Math.min(smallest, smoothed);
        if (curve.losses.length < steps && !(smallest > 0 && smoothed > divergence * smallest)) return;
      }
      model.stopTraining = true;
    },
  };

  const restore = await remember(model, options);
  try {
    const { x, y, dataset, batchSize = 32 } = options;
    const watched = { epochs: Number.MAX_SAFE_INTEGER, callbacks: sweep };
    if (dataset === undefined) await model.fit(x as DataInputs, y, { ...watched, batchSize });
    else await model.fitDataset(dataset, watched);
  } catch (error) {
    throw error instanceof IsogradError ? error.within(where) : error;
  } finally {
    restore();
    model.stopTraining = false;
  }
  return { ...curve, suggestion: steepest(curve.learningRates, curve.smoothedLosses) };
}

/** Copies what training changes; the function that it returns puts it back. */
async function remember(model: Model, data: FindLearningRateOptions): Promise<() => void> {
  if (model.hasKnownInputs) model.initialize();
  else await predictOnce(model, data);
  const variables: readonly Variable[] = [...model.weights.map(({ variable }) => variable), ...slotsOf(model)];
  const copies = tidy(() => variables.map((variable) => keep(clone(variable))));
  return () => {
    variables.forEach((variable, index) => {
      variable.assign(copies[index] as Tensor);
    });
    dispose(copies);
  };
}

/** Makes the weights of a model that learns the shapes of its inputs from the first data. */
async function predictOnce(model: Model, { x, dataset }: FindLearningRateOptions): Promise<void> {
  if (x !== undefined) return void (await model.predictOutputs(x));
  for await (const batch of dataset ?? []) return void (await model.predictOutputs(batch.x));
}

function slotsOf(model: Model): Variable[] {
  const slots: Variable[] = [];
  treeMap<Variable, void>(([slot]) => void slots.push(slot), model.ensureOptimizerState() as Tree<Variable>);
  return slots;
}

/** The rate at which losses fall fastest over the logarithm of the rate, by central differences. */
function steepest(learningRates: readonly number[], losses: readonly number[]): number | undefined {
  let best: { readonly slope: number; readonly rate: number } | undefined;
  for (let index = 1; index < losses.length - 1; index++) {
    const slope = ((losses[index + 1] as number) - (losses[index - 1] as number)) / 2;
    if (slope < (best?.slope ?? 0)) best = { slope, rate: learningRates[index] as number };
  }
  return best?.rate;
}
