/** Enlarges sequences, images and volumes by whole factors. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { integerPerAxis, oneOf, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { spatialShape } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { repeatAxis } from './repeat-axis.js';
import { resizeImages } from './resize-images.js';
import { type Interpolation, interpolations } from './resize-weights.js';

/** Options of `upSampling1d`, with Keras's names. */
export interface UpSampling1DOptions extends LayerOptions {
  /** How often each step is repeated. Default: 2. */
  readonly size?: number;
}

/** Options of `upSampling2d`, with Keras's names. */
export interface UpSampling2DOptions extends LayerOptions, DataFormatOptions {
  /** Factors of height and width; one number for both. Default: 2. */
  readonly size?: number | readonly [height: number, width: number];
  /** Default: nearest, which repeats rows and columns. */
  readonly interpolation?: Interpolation;
}

/** Options of `upSampling3d`, with Keras's names. */
export interface UpSampling3DOptions extends LayerOptions, DataFormatOptions {
  /** Factors of depth, height and width; one number for all. Default: 2. */
  readonly size?: number | readonly [depth: number, height: number, width: number];
}

abstract class UpSampling extends Layer {
  /** Factor of each spatial axis. */
  protected readonly factors: readonly number[];

  constructor(factors: readonly number[], options: LayerOptions) {
    super(options);
    this.factors = factors;
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const { batch, sizes, channels } = spatialShape(this.label, shape, this.factors.length);
    return [batch, ...sizes.map((size, axis) => (size === null ? null : size * (this.factors[axis] ?? 1))), channels];
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const y = this.factors.reduce((repeated, factor, axis) => repeatAxis(repeated, axis + 1, factor), x);
    return y === x ? x.clone() : y;
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), size: this.factors };
  }
}

/** The layer behind `upSampling1d`. */
export class UpSampling1D extends UpSampling {
  readonly className: string = 'UpSampling1D';

  constructor(options: UpSampling1DOptions = {}) {
    super([positiveInteger('upSampling1d', 'size', options.size ?? 2)], options);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), size: this.factors[0] };
  }
}

/** The layer behind `upSampling2d`. */
export class UpSampling2D extends UpSampling {
  readonly className: string = 'UpSampling2D';
  readonly #interpolation: Interpolation;

  constructor(options: UpSampling2DOptions = {}) {
    super(integerPerAxis('upSampling2d', 'size', options.size ?? 2, 2), options);
    this.#interpolation = oneOf('upSampling2d', 'interpolation', options.interpolation ?? 'nearest', interpolations);
    checkDataFormat('upSampling2d', options.dataFormat);
  }

  override call(inputs: TensorList): Tensor {
    if (this.#interpolation === 'nearest') return super.call(inputs);
    const [x] = inputs;
    const [, height = 1, width = 1] = this.computeOutputShape([x.shape]) as number[];
    return resizeImages(x, [height, width], { interpolation: this.#interpolation, antialias: false });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), interpolation: this.#interpolation };
  }
}

/** The layer behind `upSampling3d`. */
export class UpSampling3D extends UpSampling {
  readonly className: string = 'UpSampling3D';

  constructor(options: UpSampling3DOptions = {}) {
    super(integerPerAxis('upSampling3d', 'size', options.size ?? 2, 3), options);
    checkDataFormat('upSampling3d', options.dataFormat);
  }
}

/**
 * Repeats each step of a sequence.
 *
 * Input `[batch, time, channels]`, output `[batch, time * size, channels]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function upSampling1d(options: UpSampling1DOptions = {}): UpSampling1D {
  return new UpSampling1D(options);
}

/**
 * Enlarges images by whole factors, with pixels at half-integer places; `bicubic` is cubic convolution with a = -1/2
 * (PyTorch: -3/4).
 *
 * Input float32 `[batch, height, width, channels]`, output float32
 * `[batch, height * size[0], width * size[1], channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function upSampling2d(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(options);
}

/**
 * Repeats each plane, row and column of volumes.
 *
 * Input `[batch, depth, height, width, channels]`, output
 * `[batch, depth * size[0], height * size[1], width * size[2], channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} DATA_FORMAT
 */
export function upSampling3d(options: UpSampling3DOptions = {}): UpSampling3D {
  return new UpSampling3D(options);
}
