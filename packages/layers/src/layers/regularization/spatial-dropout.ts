/** Sets whole feature maps to zero while training. */
import type { PartialShape, Shape } from '@isograd/core';
import { wrongRank } from '../../messages.js';
import type { ShapeList } from '../../tensor-list.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { Dropout } from './dropout.js';
import type { NoiseOptions } from './noise-layer.js';

/** Options of `spatialDropout1d`, with Keras's names. */
export interface SpatialDropout1DOptions extends NoiseOptions {
  /** Share of the feature maps that is set to zero, from 0 to 1. */
  readonly rate: number;
}

/** Options of `spatialDropout2d` and `spatialDropout3d`, with Keras's names. */
export interface SpatialDropoutOptions extends SpatialDropout1DOptions, DataFormatOptions {}

/** Dropout of channels, for inputs with some number of spatial axes. */
abstract class SpatialDropout extends Dropout {
  readonly #axes: readonly string[];

  constructor(where: string, options: SpatialDropout1DOptions, axes: readonly string[]) {
    super(options, where);
    this.#axes = axes;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = super.computeOutputShape(inputShapes);
    if (shape.length === this.#axes.length + 2) return shape;
    const expected = `[batch, ${this.#axes.join(', ')}, channels]`;
    throw wrongRank(this.label, shape, expected, 'use the layer for as many axes as the input has, or dropout().');
  }

  protected override maskShape(shape: Shape): Shape {
    return shape.map((size, axis) => (axis === 0 || axis === shape.length - 1 ? size : 1));
  }
}

/** The layer behind `spatialDropout1d`. */
export class SpatialDropout1D extends SpatialDropout {
  override readonly className: string = 'SpatialDropout1D';

  constructor(options: SpatialDropout1DOptions) {
    super('spatialDropout1d', options, ['time']);
  }
}

/** The layer behind `spatialDropout2d`. */
export class SpatialDropout2D extends SpatialDropout {
  override readonly className: string = 'SpatialDropout2D';

  constructor(options: SpatialDropoutOptions) {
    super('spatialDropout2d', options, ['height', 'width']);
    checkDataFormat('spatialDropout2d', options.dataFormat);
  }
}

/** The layer behind `spatialDropout3d`. */
export class SpatialDropout3D extends SpatialDropout {
  override readonly className: string = 'SpatialDropout3D';

  constructor(options: SpatialDropoutOptions) {
    super('spatialDropout3d', options, ['depth', 'height', 'width']);
    checkDataFormat('spatialDropout3d', options.dataFormat);
  }
}

/**
 * As `dropout`, for sequences whose channels are kept or set to zero as a whole.
 *
 * Input float32 `[batch, time, channels]`, output of the same shape; weight `seedGeneratorState` int32 `[4]`.
 *
 * @throws {ValueError} LAYER_OPTION
 * @see Tompson et al.: "Efficient Object Localization Using Convolutional Networks" (2015)
 */
export function spatialDropout1d(options: SpatialDropout1DOptions): SpatialDropout1D {
  return new SpatialDropout1D(options);
}

/**
 * As `dropout`, for images whose channels are kept or set to zero as a whole.
 *
 * Input float32 `[batch, height, width, channels]`, output of the same shape; weight `seedGeneratorState` int32 `[4]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @see Tompson et al.: "Efficient Object Localization Using Convolutional Networks" (2015)
 */
export function spatialDropout2d(options: SpatialDropoutOptions): SpatialDropout2D {
  return new SpatialDropout2D(options);
}

/**
 * As `dropout`, for volumes whose channels are kept or set to zero as a whole.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output of the same shape; weight `seedGeneratorState` int32 `[4]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 * @see Tompson et al.: "Efficient Object Localization Using Convolutional Networks" (2015)
 */
export function spatialDropout3d(options: SpatialDropoutOptions): SpatialDropout3D {
  return new SpatialDropout3D(options);
}
