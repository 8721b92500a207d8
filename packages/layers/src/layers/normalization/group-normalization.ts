/** Normalises groups of channels of each example. */
import { groupNorm, type PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger, positiveNumber, wholeNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { featureAxes, featureSizes } from '../feature-axes.js';
import { type ScaleAndShiftOptions, ScaledNormalization } from './scaled-normalization.js';

/** Options of `groupNormalization`, with Keras's names. */
export interface GroupNormalizationOptions extends ScaleAndShiftOptions {
  /** Number of groups, a divisor of the channels; -1 for as many as there are channels. Default: 32. */
  readonly groups?: number;
  /** The axis of channels. Default: -1. */
  readonly axis?: number;
  /** Added to the variance. Default: 1e-3 (PyTorch: 1e-5). */
  readonly epsilon?: number;
}

/** The layer behind `groupNormalization`. */
export class GroupNormalization extends ScaledNormalization {
  readonly className: string = 'GroupNormalization';
  readonly #groups: number;
  readonly #axis: number;
  readonly #epsilon: number;

  constructor(options: GroupNormalizationOptions = {}, where = 'groupNormalization') {
    super(where, options);
    const { groups = 32 } = options;
    this.#groups = groups === -1 ? -1 : positiveInteger(where, 'groups', groups);
    this.#axis = wholeNumber(where, 'axis', options.axis ?? -1);
    this.#epsilon = positiveNumber(where, 'epsilon', options.epsilon ?? 1e-3);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const channels = this.#channels(shape);
    if (this.#groups !== -1 && channels % this.#groups !== 0) {
      throw badOption(this.label, 'groups', this.#groups, `a divisor of the ${channels} channels`);
    }
    this.requireSizes([channels]);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    this.addScaleAndShift([this.#channels(onlyInput(this.label, inputShapes))]);
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    return groupNorm(x, {
      groups: this.#groups === -1 ? this.#channels(x.shape) : this.#groups,
      axis: this.#axis,
      epsilon: this.#epsilon,
      ...this.scaleAndShift,
    });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), groups: this.#groups, axis: this.#axis, epsilon: this.#epsilon };
  }

  #channels(shape: PartialShape): number {
    const [channels = 1] = featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
    return channels;
  }
}

/**
 * Normalises groups of channels of each example.
 *
 * y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the biased variance σ² of each example and each
 * group of neighbouring channels, over all positions.
 *
 * Input float32 `[batch, ..., channels]`, output of the same shape; weights `gamma` and `beta` `[channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { conv2d, groupNormalization, sequential } from '@isograd/layers';
 * const model = sequential({
 *   layers: [conv2d({ filters: 8, kernelSize: 3, inputShape: [8, 8, 1] }), groupNormalization({ groups: 4 })],
 * });
 * @see Wu and He: "Group Normalization" (2018)
 */
export function groupNormalization(options: GroupNormalizationOptions = {}): GroupNormalization {
  return new GroupNormalization(options);
}
