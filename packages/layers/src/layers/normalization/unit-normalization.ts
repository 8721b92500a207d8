/** Scales each example to length 1. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { axisOrAxes } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { toUnitLength } from '../../unit-length.js';
import { featureAxes } from '../feature-axes.js';

/** Options of `unitNormalization`, with Keras's names. */
export interface UnitNormalizationOptions extends LayerOptions {
  /** The axis or axes of the vectors. Default: -1. */
  readonly axis?: number | readonly number[];
}

/** Vectors below this length are divided by it instead (Keras). */
const epsilon = 1e-12;

/** The layer behind `unitNormalization`. */
export class UnitNormalization extends Layer {
  readonly className: string = 'UnitNormalization';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number | readonly number[];

  constructor(options: UnitNormalizationOptions = {}) {
    super(options);
    this.#axis = axisOrAxes('unitNormalization', 'axis', options.axis ?? -1);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    featureAxes(this.label, this.#axis, shape);
    return shape;
  }

  override call([x]: TensorList): Tensor {
    return toUnitLength(x, featureAxes(this.label, this.#axis, x.shape), epsilon);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis };
  }
}

/**
 * Scales each example to length 1.
 *
 * y = x / ‖x‖ with the Euclidean length along `axis`; zeros stay zeros.
 *
 * Input float32 `[batch, ...]`, output of the same shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function unitNormalization(options: UnitNormalizationOptions = {}): UnitNormalization {
  return new UnitNormalization(options);
}
