/** Normalises each example by itself. */
import { layerNorm, type PartialShape } from '@isograd/core';
import { add, mean, mul, reshape, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { axisOrAxes, booleanOption, positiveNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { featureAxes, featureSizes } from '../feature-axes.js';
import { type ScaleAndShiftOptions, ScaledNormalization } from './scaled-normalization.js';

/** Options of `layerNormalization`, with Keras's names. */
export interface LayerNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis or axes along which mean and variance are taken. Default: -1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance. Default: 1e-3 (PyTorch: 1e-5). */
  readonly epsilon?: number;
  /**
   * Whether the mean stays and `beta` is left out: x / sqrt(σ² + epsilon) · gamma. Default: false. Kept for models that
   * were trained so; it divides by the deviation, and `rmsNormalization` by the root mean square.
   */
  readonly rmsScaling?: boolean;
}

/** The layer behind `layerNormalization`. */
export class LayerNormalization extends ScaledNormalization {
  readonly className: string = 'LayerNormalization';
  readonly #axis: number | readonly number[];
  readonly #epsilon: number;
  readonly #rmsScaling: boolean;

  constructor(options: LayerNormalizationOptions = {}) {
    super('layerNormalization', options);
    this.#axis = axisOrAxes('layerNormalization', 'axis', options.axis ?? -1);
    this.#epsilon = positiveNumber('layerNormalization', 'epsilon', options.epsilon ?? 1e-3);
    this.#rmsScaling = booleanOption('layerNormalization', 'rmsScaling', options.rmsScaling ?? false);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
    this.requireSizes(sizes);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
    this.addScaleAndShift(sizes, this.#rmsScaling ? { scale: true, center: false } : undefined);
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const axis = featureAxes(this.label, this.#axis, x.shape);
    if (this.#rmsScaling) return this.#divideByDeviation(x, axis);
    return layerNorm(x, { axis, epsilon: this.#epsilon, ...this.scaleAndShift });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis, epsilon: this.#epsilon, rmsScaling: this.#rmsScaling };
  }

  #divideByDeviation(x: Tensor, axes: number[]): Tensor {
    const variance = mean(square(sub(x, mean(x, axes, true))), axes, true);
    const along = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1)); // broadcasts against x
    const scaled = mul(x, rsqrt(add(variance, this.#epsilon)));
    const { gamma } = this.scaleAndShift;
    return gamma === undefined ? scaled : mul(scaled, reshape(gamma, along));
  }
}

/**
 * Normalises each example by itself.
 *
 * y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the biased variance σ² of each example along
 * `axis`.
 *
 * Input float32 `[batch, ..., features]`, output of the same shape; weights `gamma` and `beta` with the sizes of the
 * axes, `[features]` unless there are several.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { dense, layerNormalization, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 8, inputShape: [4] }), layerNormalization({ epsilon: 1e-5 })] });
 * @see Ba, Kiros and Hinton: "Layer Normalization" (2016)
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): LayerNormalization {
  return new LayerNormalization(options);
}
