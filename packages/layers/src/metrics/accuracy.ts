/** Accuracies: the share of examples whose prediction is right. */
import type { PartialShape } from '@isograd/core';
import { argMax, cast, equal, greater, mean, reshape } from '@tensorflow/tfjs-core';
import type { Loss } from '../losses/loss.js';
import { type MeanMetric, meanMetric } from './mean-metric.js';

/** Targets are class numbers `[batch, ...]`; the prediction is the class with the largest value. */
export function sparseCategoricalAccuracy(): MeanMetric {
  return meanMetric({
    name: 'sparseCategoricalAccuracy',
    className: 'SparseCategoricalAccuracy',
    perExample: (yTrue, yPred) => {
      const predicted = argMax(yPred, -1);
      return equal(reshape(cast(yTrue, 'int32'), predicted.shape), predicted);
    },
  });
}

/** Targets are one-hot rows `[batch, ..., classes]`. */
export function categoricalAccuracy(): MeanMetric {
  return meanMetric({
    name: 'categoricalAccuracy',
    className: 'CategoricalAccuracy',
    perExample: (yTrue, yPred) => equal(argMax(yTrue, -1), argMax(yPred, -1)),
  });
}

/**
 * Targets are 0 or 1, in the shape of the output.
 *
 * @param options - `threshold`: predictions above it count as 1. Default: 0.5; use 0 for logits.
 */
export function binaryAccuracy(options: { readonly threshold?: number } = {}): MeanMetric {
  const { threshold = 0.5 } = options;
  return meanMetric({
    name: 'binaryAccuracy',
    className: 'BinaryAccuracy',
    config: { threshold },
    perExample: (yTrue, yPred) => {
      const isRight = equal(greater(yTrue, 0.5), greater(yPred, threshold));
      return mean(cast(isRight, 'float32'), -1);
    },
  });
}

/** The accuracy that `'accuracy'` means for a loss and an output, by Keras's rule. */
export function accuracyFor(loss: Loss, outputShape: PartialShape): MeanMetric {
  return { ...fittingAccuracy(loss, outputShape), name: 'accuracy' };
}

function fittingAccuracy(loss: Loss, outputShape: PartialShape): MeanMetric {
  if (loss.name === 'sparseCategoricalCrossentropy') return sparseCategoricalAccuracy();
  if (loss.name === 'binaryCrossentropy' || outputShape.at(-1) === 1) {
    return binaryAccuracy({ threshold: loss.config['fromLogits'] === true ? 0 : 0.5 });
  }
  return categoricalAccuracy();
}
