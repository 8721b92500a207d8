/** Normalisation of groups of channels. */
import { reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { opInputShape, opOption } from '../messages.js';
import { sizeOf } from '../shape.js';
import { checkNormalization, type ScaleAndShift, scaleAndShift, standardize } from './standardize.js';

/** Options of `groupNorm`; `gamma` and `beta` are `[channels]`. */
export interface GroupNormOptions extends ScaleAndShift {
  /** Number of groups, which divides the channels: 1 normalises the whole example, as many as channels is instance normalisation. Default: 32. */
  readonly groups?: number;
  /** The axis of channels, any but the first. Default: -1. */
  readonly axis?: number;
  /** Added to the variance; positive. Default: 1e-3 (Keras; PyTorch has 1e-5). */
  readonly epsilon?: number;
}

/**
 * Group normalisation, and instance normalisation as the case of one channel a group.
 *
 * y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the biased variance σ² of each example
 * and each group of neighbouring channels, over all positions.
 *
 * @param x - float32 `[batch, ..., channels]`, or with the channels along `axis`.
 * @returns float32, the shape of `x`.
 * @throws {ShapeError} OP_SHAPE @throws {ValueError} OP_OPTION
 * @example
 * import { groupNorm } from '@isograd/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * const images = tf.ones([2, 8, 8, 6]);
 * groupNorm(images, { groups: 3 }).print();
 * groupNorm(images, { groups: 6 }).print(); // instance normalisation
 * @see Wu and He: "Group Normalization" (2018)
 */
export function groupNorm(x: Tensor, options: GroupNormOptions = {}): Tensor {
  const { groups = 32, axis = -1, epsilon = 1e-3 } = options;
  if (x.rank < 2) {
    throw opInputShape(
      'groupNorm',
      'x needs a batch and a channel axis.',
      x.shape,
      '[batch, ..., channels]',
      'reshape it.',
    );
  }
  const channelAxis = axis < 0 ? axis + x.rank : axis;
  if (!(Number.isInteger(axis) && channelAxis > 0 && channelAxis < x.rank)) {
    throw opOption('groupNorm', 'axis', axis, `an axis of x other than the first; x has ${x.rank}`);
  }
  const [batch = 0, channels = 0] = [x.shape[0], x.shape[channelAxis]];
  if (!(Number.isInteger(groups) && groups > 0 && channels % groups === 0)) {
    throw opOption('groupNorm', 'groups', groups, `a divisor of the ${channels} channels`);
  }
  checkNormalization('groupNorm', x, [channelAxis], { ...options, epsilon });
  return tidy(() => {
    const [before, after] = [x.shape.slice(1, channelAxis), x.shape.slice(channelAxis + 1)].map(sizeOf);
    const grouped = reshape(x, [batch, before ?? 1, groups, channels / groups, after ?? 1]);
    const standardized = reshape(standardize(grouped, [1, 3, 4], epsilon), x.shape);
    return scaleAndShift(standardized, [channelAxis], options);
  });
}
