/**
 * Gradients of kernels whose output is a decision: comparisons, logic, positions of extremes, shapes.
 *
 * All are zero. They are entries nevertheless, because where(greater(x, 0), f(x), g(x)) leads from x through
 * the condition, and the tape refuses a path that holds a kernel without a gradient.
 */
import * as tf from '@tensorflow/tfjs-core';
import { defineZeroGradient } from './gradient.js';

/**
 * Entries of the comparisons, the logical kernels, BitwiseAnd, IsNan, IsInf, IsFinite, ArgMax, ArgMin, OneHot,
 * SearchSorted, Multinomial, BroadcastArgs and SparseReshape.
 */
export const comparisonGradients: readonly tf.GradConfig[] = [
  defineZeroGradient(tf.Equal, ['a', 'b']),
  defineZeroGradient(tf.NotEqual, ['a', 'b']),
  defineZeroGradient(tf.Greater, ['a', 'b']),
  defineZeroGradient(tf.GreaterEqual, ['a', 'b']),
  defineZeroGradient(tf.Less, ['a', 'b']),
  defineZeroGradient(tf.LessEqual, ['a', 'b']),
  defineZeroGradient(tf.LogicalAnd, ['a', 'b']),
  defineZeroGradient(tf.LogicalOr, ['a', 'b']),
  defineZeroGradient(tf.LogicalNot),
  defineZeroGradient(tf.BitwiseAnd, ['a', 'b']),
  defineZeroGradient(tf.All),
  defineZeroGradient(tf.Any),
  defineZeroGradient(tf.IsNan),
  defineZeroGradient(tf.IsInf),
  defineZeroGradient(tf.IsFinite),
  defineZeroGradient(tf.ArgMax),
  defineZeroGradient(tf.ArgMin),
  defineZeroGradient(tf.OneHot, ['indices']),
  defineZeroGradient(tf.SearchSorted, ['sortedSequence', 'values']),
  defineZeroGradient(tf.Multinomial, ['logits']),
  defineZeroGradient(tf.BroadcastArgs, ['s0', 's1']),
  defineZeroGradient(tf.SparseReshape, ['inputIndices', 'inputShape', 'newShape']),
];
