/** Judges and saves the averaged weights of a training. */
import { booleanOption } from '../option-checks.js';
import type { Callback, TrainedModel } from '../training/callback.js';

/** Options of `swapEMAWeights`, with Keras's name and default. */
export interface SwapEMAWeightsOptions {
  /**
   * Whether the averages stand in at the end of each epoch until the next begins, for callbacks that come later:
   * `modelCheckpoint` then saves them. Default: false.
   */
  readonly swapOnEpoch?: boolean;
}

/**
 * Lets the weights that the optimizer would have judged stand in for those that it trains whenever the model evaluates
 * or predicts, as `validationData` in `fit` does: the averages of `exponentialMovingAverage`,
 * `stochasticWeightAveraging` and `scheduleFreeAdamw`.
 *
 * @throws {ValueError} LAYER_OPTION; and in `fit` {UnsupportedError} EVALUATION_WEIGHTS when the optimizer has none
 * @example
 * import { adam, exponentialMovingAverage } from '@isograd/optimizers';
 * import { dense, sequential, swapEMAWeights } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 1, inputShape: [3] })] });
 * model.compile({ optimizer: exponentialMovingAverage(adam(), { momentum: 0.999 }), loss: 'meanSquaredError' });
 * const fit = (x: Float32Array, y: Float32Array) =>
 *   model.fit(x, y, { epochs: 10, validationSplit: 0.2, callbacks: swapEMAWeights() });
 */
export function swapEMAWeights(options: SwapEMAWeightsOptions = {}): Callback {
  const name = 'SwapEMAWeights';
  const swapsOnEpoch = booleanOption(name, 'swapOnEpoch', options.swapOnEpoch ?? false);
  let model: TrainedModel | undefined;
  const use = (): void => model?.useEvaluationWeights(true);
  const end = (): void => model?.useEvaluationWeights(false);
  return {
    name,
    setModel: (trained) => {
      model = trained;
    },
    onTestBegin: use,
    onTestEnd: end,
    onPredictBegin: use,
    onPredictEnd: end,
    ...(swapsOnEpoch && { onEpochBegin: end, onEpochEnd: use }),
  };
}
