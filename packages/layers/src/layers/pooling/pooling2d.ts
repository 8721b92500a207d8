/** 2-D pooling: the largest value or the average of each window. */
import type { PartialShape } from '@isograd/core';
import { avgPool, maxPool, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { integerPair, oneOf } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { imageShape, type Padding, windowOutput } from '../../window-shape.js';

/** Options of 2-D pooling, with Keras's names. */
export interface Pooling2DOptions extends LayerOptions {
  /** Height and width of the window; one number for both. Default: 2. */
  readonly poolSize?: number | readonly [number, number];
  /** Step of the window. Default: poolSize. */
  readonly strides?: number | readonly [number, number];
  /** Default: `valid`. With `same`, padding counts neither as a maximum nor in an average. */
  readonly padding?: Padding;
}

/** What maximum and average pooling share. */
abstract class Pooling2D extends Layer {
  protected readonly poolSize: [number, number];
  protected readonly strides: [number, number];
  protected readonly padding: Padding;

  constructor(factory: string, options: Pooling2DOptions) {
    super(options);
    this.poolSize = integerPair(factory, 'poolSize', options.poolSize ?? 2);
    this.strides = integerPair(factory, 'strides', options.strides ?? this.poolSize);
    this.padding = oneOf(factory, 'padding', options.padding ?? 'valid', ['valid', 'same']);
  }

  protected abstract pool(x: Tensor4D): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const [batch, height, width, channels] = imageShape(this.label, shape);
    const window = { size: this.poolSize, strides: this.strides, padding: this.padding };
    return [batch, ...windowOutput(this.label, shape, [height, width], window), channels];
  }

  override call([x]: TensorList): Tensor {
    return this.pool(x as Tensor4D);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), poolSize: this.poolSize, strides: this.strides, padding: this.padding };
  }
}

/** The layer behind `maxPooling2d`. */
export class MaxPooling2D extends Pooling2D {
  readonly className: string = 'MaxPooling2D';

  constructor(options: Pooling2DOptions = {}) {
    super('maxPooling2d', options);
  }

  protected override pool(x: Tensor4D): Tensor {
    return maxPool(x, this.poolSize, this.strides, this.padding);
  }
}

/** The layer behind `averagePooling2d`. */
export class AveragePooling2D extends Pooling2D {
  readonly className: string = 'AveragePooling2D';

  constructor(options: Pooling2DOptions = {}) {
    super('averagePooling2d', options);
  }

  protected override pool(x: Tensor4D): Tensor {
    return avgPool(x, this.poolSize, this.strides, this.padding);
  }
}

/**
 * The largest value of each window; NaN where the window holds one.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function maxPooling2d(options: Pooling2DOptions = {}): MaxPooling2D {
  return new MaxPooling2D(options);
}

/**
 * The average of each window, over the elements that lie in the input.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels]`.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function averagePooling2d(options: Pooling2DOptions = {}): AveragePooling2D {
  return new AveragePooling2D(options);
}
