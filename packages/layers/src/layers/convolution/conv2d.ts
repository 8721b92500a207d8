/** 2-D convolution. */
import { conv, type PartialShape } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig } from '../../layer.js';
import { badOption, lastAxisMismatch } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { integerPair, oneOf, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { imageShape, type Padding, windowOutput } from '../../window-shape.js';
import { type KernelOptions, type KernelSettings, readKernelOptions } from '../kernel-options.js';

/** Options of `conv2d`, with Keras's names. */
export interface Conv2DOptions extends KernelOptions {
  /** Number of output channels; at least 1. */
  readonly filters: number;
  /** Height and width of the window; one number for both. */
  readonly kernelSize: number | readonly [number, number];
  /** Step of the window. Default: 1. */
  readonly strides?: number | readonly [number, number];
  /** `valid` (default): windows inside the input only; `same`: output size is input size / stride, rounded up. */
  readonly padding?: Padding;
  /** Distance between elements of the window. Default: 1; above 1 only with strides of 1. */
  readonly dilationRate?: number | readonly [number, number];
  /** Number of groups that channels and filters are divided into, each convolved apart. Default: 1. */
  readonly groups?: number;
}

/** The layer behind `conv2d`. */
export class Conv2D extends Layer {
  readonly className: string = 'Conv2D';
  readonly #filters: number;
  readonly #kernelSize: [number, number];
  readonly #strides: [number, number];
  readonly #padding: Padding;
  readonly #dilationRate: [number, number];
  readonly #groups: number;
  readonly #settings: KernelSettings;
  #kernel: Weight | undefined;
  #bias: Weight | undefined;

  constructor(options: Conv2DOptions) {
    super(options);
    this.#filters = positiveInteger('conv2d', 'filters', options.filters);
    this.#kernelSize = integerPair('conv2d', 'kernelSize', options.kernelSize);
    this.#strides = integerPair('conv2d', 'strides', options.strides ?? 1);
    this.#padding = oneOf('conv2d', 'padding', options.padding ?? 'valid', ['valid', 'same']);
    this.#dilationRate = integerPair('conv2d', 'dilationRate', options.dilationRate ?? 1);
    this.#groups = positiveInteger('conv2d', 'groups', options.groups ?? 1);
    this.#settings = readKernelOptions('conv2d', options);
    if (this.#strides.some((stride) => stride > 1) && this.#dilationRate.some((rate) => rate > 1)) {
      throw badOption('conv2d', 'dilationRate', options.dilationRate, '1 when strides are above 1');
    }
    if (this.#filters % this.#groups !== 0) {
      throw badOption('conv2d', 'groups', options.groups, `a divisor of filters (${this.#filters})`);
    }
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const [batch, height, width, channels] = imageShape(this.label, shape);
    if (channels % this.#groups !== 0) {
      throw badOption(this.label, 'groups', this.#groups, `a divisor of the ${channels} input channels`);
    }
    const expected = this.#kernel === undefined ? channels : (this.#kernel.shape[2] ?? 0) * this.#groups;
    if (channels !== expected) throw lastAxisMismatch(this.label, shape, expected, this.#kernel?.shape ?? []);
    const window = {
      size: this.#kernelSize,
      strides: this.#strides,
      padding: this.#padding,
      dilation: this.#dilationRate,
    };
    return [batch, ...windowOutput(this.label, shape, [height, width], window), this.#filters];
  }

  override build(inputShapes: ShapeList): void {
    const [, , , channels] = imageShape(this.label, onlyInput(this.label, inputShapes));
    const shape = [...this.#kernelSize, channels / this.#groups, this.#filters];
    this.#kernel = this.addWeight('kernel', shape, this.#settings.kernel);
    if (this.#settings.useBias) this.#bias = this.addWeight('bias', [this.#filters], this.#settings.bias);
  }

  override call([x]: TensorList): Tensor {
    const kernel = this.weight(this.#kernel);
    this.computeOutputShape([x.shape]);
    const product = conv(x, kernel, {
      strides: this.#strides,
      padding: this.#padding,
      dilationRate: this.#dilationRate,
      groups: this.#groups,
    });
    return this.#settings.activation(this.#bias === undefined ? product : add(product, this.weight(this.#bias)));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      filters: this.#filters,
      kernelSize: this.#kernelSize,
      strides: this.#strides,
      padding: this.#padding,
      dilationRate: this.#dilationRate,
      groups: this.#groups,
      ...this.#settings.config,
    };
  }
}

/**
 * 2-D convolution, channels last.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', filters]`; weights
 * `kernel` `[kernelHeight, kernelWidth, channels / groups, filters]` and `bias` `[filters]`. Padding `same`
 * puts the odd row or column at the end (TensorFlow's rule).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { conv2d, flatten, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [conv2d({ filters: 8, kernelSize: 3, inputShape: [8, 8, 1] }), flatten()] });
 */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
