/** Gradients of the choice of boxes: which ones are kept changes in steps, their scores are read. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';
import { defineZeroGradient } from './gradient.js';

/** Entries of NonMaxSuppressionV3, V4 and V5. */
export const nonMaxSuppressionGradients: readonly tf.GradConfig[] = [
  defineZeroGradient(tf.NonMaxSuppressionV3, ['boxes', 'scores']),
  defineZeroGradient(tf.NonMaxSuppressionV4, ['boxes', 'scores']),
  {
    kernelName: tf.NonMaxSuppressionV5,
    inputsToSave: ['boxes', 'scores'],
    outputsToSave: [true, false], // the indices, which are constant
    gradFunc: (dys, saved, { softNmsSigma }) => {
      if (softNmsSigma !== 0) {
        throw gradientMissing(tf.NonMaxSuppressionV5, `softNmsSigma ${softNmsSigma}`, '0: scores that are not lowered');
      }
      const [, dScores] = dys as [tf.Tensor, tf.Tensor];
      const [boxes, scores, indices] = saved as [tf.Tensor, tf.Tensor, tf.Tensor1D];
      return {
        boxes: () => tf.fill(boxes.shape, 0),
        scores: () => tf.unsortedSegmentSum(dScores, indices, scores.size),
      };
    },
  },
];
