/** Ends a training that diverges, without an error. */
import { booleanOption } from '../option-checks.js';
import type { Callback, TrainedModel } from '../training/callback.js';

/** Options of `terminateOnNaN`, with Keras's name and default. */
export interface TerminateOnNaNOptions {
  /** Whether `fit` throws LOSS_NOT_FINITE, as it does without this callback. Default: false. */
  readonly raiseError?: boolean;
}

/**
 * Stops at the first batch whose loss is NaN or infinite. The epoch is reported like a complete one, with that loss.
 *
 * Without it, `fit` throws LOSS_NOT_FINITE at that batch, and no callback hears of the end of training; Keras goes on.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function terminateOnNaN(options: TerminateOnNaNOptions = {}): Callback {
  const name = 'TerminateOnNaN';
  const raisesError = booleanOption(name, 'raiseError', options.raiseError ?? false);
  let model: TrainedModel | undefined;
  return {
    name,
    setModel: (trained) => {
      model = trained;
    },
    onTrainBatchEnd: (_batch, { batchLoss }) => {
      if (!Number.isFinite(batchLoss) && !raisesError && model !== undefined) model.stopTraining = true;
    },
  };
}
