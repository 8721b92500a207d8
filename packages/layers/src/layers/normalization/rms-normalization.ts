/** Normalises each example by its root mean square. */
import { type PartialShape, rmsNorm } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { ones } from '../../initializers/constant.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { axisOrAxes, positiveNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { featureAxes, featureSizes, requireSizes } from '../feature-axes.js';

/** Options of `rmsNormalization`, with Keras's names. */
export interface RMSNormalizationOptions extends LayerOptions {
  /** The axis or axes along which the mean square is taken. Default: -1. */
  readonly axis?: number | readonly number[];
  /** Added to the mean square. Default: 1e-6. */
  readonly epsilon?: number;
}

/** The layer behind `rmsNormalization`. */
export class RMSNormalization extends Layer {
  readonly className: string = 'RMSNormalization';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number | readonly number[];
  readonly #epsilon: number;
  #scale: Weight | undefined;

  constructor(options: RMSNormalizationOptions = {}) {
    super(options);
    this.#axis = axisOrAxes('rmsNormalization', 'axis', options.axis ?? -1);
    this.#epsilon = positiveNumber('rmsNormalization', 'epsilon', options.epsilon ?? 1e-6);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
    requireSizes(this.label, sizes, this.#scale);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
    this.#scale = this.addWeight('scale', sizes, ones());
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const axis = featureAxes(this.label, this.#axis, x.shape);
    return rmsNorm(x, { gamma: this.weight(this.#scale), axis, epsilon: this.#epsilon });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis, epsilon: this.#epsilon };
  }
}

/**
 * Normalises each example by its root mean square.
 *
 * y = x / sqrt(mean(x²) + epsilon) · scale with the mean along `axis`.
 *
 * Input float32 `[batch, ..., features]`, output of the same shape; weight `scale` with the sizes of the axes,
 * `[features]` unless there are several. Masks are passed on (Keras drops them, which a layer of its kind need not).
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Zhang and Sennrich: "Root Mean Square Layer Normalization" (2019)
 */
export function rmsNormalization(options: RMSNormalizationOptions = {}): RMSNormalization {
  return new RMSNormalization(options);
}
