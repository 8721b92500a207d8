/** Normalises each channel over the batch. */
import type { PartialShape } from '@isograd/core';
import { add, mean, mul, reshape, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { ones, zeros } from '../../initializers/constant.js';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption, layerNotBuilt, unknownAxis } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { fraction, positiveNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { assignWeight, type Weight } from '../../weight.js';

/** Options of `batchNormalization`, with Keras's names. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis of channels, whose entries are normalised apart. Default: -1. */
  readonly axis?: number;
  /** Share of the old moving statistics that stays at each step. Default: 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default: 1e-3. */
  readonly epsilon?: number;
  /** Whether `beta` is added. Default: true. */
  readonly center?: boolean;
  /** Whether the result is multiplied by `gamma`. Default: true. */
  readonly scale?: boolean;
}

/** The layer behind `batchNormalization`. */
export class BatchNormalization extends Layer {
  readonly className: string = 'BatchNormalization';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number;
  readonly #momentum: number;
  readonly #epsilon: number;
  readonly #center: boolean;
  readonly #scale: boolean;
  #gamma: Weight | undefined;
  #beta: Weight | undefined;
  #movingMean: Weight | undefined;
  #movingVariance: Weight | undefined;

  constructor(options: BatchNormalizationOptions = {}) {
    super(options);
    this.#axis = options.axis ?? -1;
    this.#momentum = fraction('batchNormalization', 'momentum', options.momentum ?? 0.99);
    this.#epsilon = positiveNumber('batchNormalization', 'epsilon', options.epsilon ?? 1e-3);
    this.#center = options.center ?? true;
    this.#scale = options.scale ?? true;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const axis = this.#channelAxis(shape.length);
    if (shape[axis] === null) throw unknownAxis(this.label, shape, `a known size of axis ${axis}`);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    const shape = onlyInput(this.label, inputShapes);
    const channels = [shape[this.#channelAxis(shape.length)] ?? 1];
    if (this.#scale) this.#gamma = this.addWeight('gamma', channels, ones());
    if (this.#center) this.#beta = this.addWeight('beta', channels, zeros());
    this.#movingMean = this.addWeight('movingMean', channels, { initializer: zeros(), isTrainable: false });
    this.#movingVariance = this.addWeight('movingVariance', channels, { initializer: ones(), isTrainable: false });
  }

  override call([x]: TensorList, { training }: CallContext): Tensor {
    const axis = this.#channelAxis(x.rank);
    const channelShape = x.shape.map((size, index) => (index === axis ? size : 1)); // broadcasts against x
    const alongChannels = (weight: Tensor): Tensor => reshape(weight, channelShape);
    // A frozen layer uses its moving statistics, also while training (Keras).
    const { centered, variance } =
      training && this.trainable ? this.#batchStatistics(x, axis) : this.#movingStatistics(x, alongChannels);
    const inverse = rsqrt(add(variance, this.#epsilon));
    const factor = this.#gamma === undefined ? inverse : mul(inverse, alongChannels(this.weight(this.#gamma)));
    const scaled = mul(centered, factor);
    return this.#beta === undefined ? scaled : add(scaled, alongChannels(this.weight(this.#beta)));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      axis: this.#axis,
      momentum: this.#momentum,
      epsilon: this.#epsilon,
      center: this.#center,
      scale: this.#scale,
    };
  }

  #batchStatistics(x: Tensor, axis: number): { centered: Tensor; variance: Tensor } {
    const reduced = x.shape.map((_, index) => index).filter((index) => index !== axis);
    const average = mean(x, reduced, true);
    const centered = sub(x, average);
    const variance = mean(square(centered), reduced, true); // divided by the number of elements, not one less
    this.#follow(this.#movingMean, average);
    this.#follow(this.#movingVariance, variance);
    return { centered, variance };
  }

  #movingStatistics(x: Tensor, alongChannels: (weight: Tensor) => Tensor): { centered: Tensor; variance: Tensor } {
    return {
      centered: sub(x, alongChannels(this.weight(this.#movingMean))),
      variance: alongChannels(this.weight(this.#movingVariance)),
    };
  }

  /** moving = moving · momentum + batch · (1 - momentum) */
  #follow(moving: Weight | undefined, statistic: Tensor): void {
    if (moving === undefined) throw layerNotBuilt(this.label);
    const { variable } = moving;
    assignWeight(
      moving,
      add(mul(variable, this.#momentum), mul(reshape(statistic, variable.shape), 1 - this.#momentum)),
    );
  }

  #channelAxis(rank: number): number {
    const axis = this.#axis < 0 ? this.#axis + rank : this.#axis;
    if (Number.isInteger(axis) && axis > 0 && axis < rank) return axis;
    throw badOption(this.label, 'axis', this.#axis, `an axis of the input other than batch (it has ${rank} axes)`);
  }
}

/**
 * While training y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the variance σ² of each
 * channel over the batch and all other axes; otherwise with moving averages of them. The moving variance
 * follows the biased variance of the batch (Keras; PyTorch takes the unbiased one).
 *
 * Input float32 `[batch, ..., channels]`, output of the same shape; weights `gamma`, `beta`, `movingMean`,
 * `movingVariance`, each `[channels]`.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Ioffe and Szegedy: "Batch Normalization" (2015)
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}
