/** Connectionist temporal classification as a loss of models. */
import { ctcLoss, type NdArray, type PartialShape, shapesMatch } from '@isograd/core';
import { cast, notEqual, sum } from '@tensorflow/tfjs-core';
import { labelOutOfRange, targetShape } from './loss-messages.js';
import type { Loss, LossOptions } from './loss.js';
import { makeLoss } from './make-loss.js';

/**
 * The CTC loss of each example, from logits: -log of the probability of its labels over all alignments with the frames.
 *
 * Targets are class numbers from 1 on, int32 `[batch, labels]`, padded with 0 at the end; class 0 of the output
 * `[batch, time, classes]` is the blank. Every frame counts, as in Keras; for lengths of frames use `ctcLoss` of core.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Graves et al.: "Connectionist Temporal Classification" (2006)
 */
export function ctc(options: LossOptions = {}): Loss {
  return makeLoss(
    {
      name: 'ctc',
      className: 'CTC',
      config: {},
      perExample: (yTrue, yPred) => {
        const labels = cast(yTrue, 'int32');
        return ctcLoss(labels, yPred, { labelLengths: sum(cast(notEqual(labels, 0), 'int32'), -1) });
      },
      checkTargets: checkSequences,
    },
    options,
  );
}

function checkSequences(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  if (outputShape.length !== 3 || !shapesMatch(yTrue.shape, [null, null])) {
    const fix = 'pad the labels of an example with 0, and let the model give [batch, time, classes].';
    throw targetShape(where, yTrue.shape, '[batch, labels] for an output of [batch, time, classes]', fix);
  }
  const classes = outputShape[2] ?? 0;
  const perExample = yTrue.shape[1] ?? 1;
  const index = yTrue.data.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (index < 0) return;
  throw labelOutOfRange(where, yTrue.data[index] ?? Number.NaN, Math.floor(index / perExample), classes);
}
