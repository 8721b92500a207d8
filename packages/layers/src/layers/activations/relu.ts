/** Rectifiers as layers: with a bound, a threshold or a slope below it. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { type ReluFunctionOptions, relu as reluFunction } from '../../activations/rectifiers.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { nonNegativeNumber } from '../../option-checks.js';
import { ActivationLayer } from './activation-layer.js';

/** Options of `relu`, with Keras's names; none may be negative. */
export interface ReluOptions extends LayerOptions, ReluFunctionOptions {}

/** Options of `leakyRelu`, with Keras's names. */
export interface LeakyReluOptions extends LayerOptions {
  /** Slope below 0; at least 0. Default: 0.3. */
  readonly negativeSlope?: number;
}

/** Options of `thresholdedRelu`, with the names of tfjs-layers. */
export interface ThresholdedReluOptions extends LayerOptions {
  /** Inputs up to here give 0; at least 0. Default: 1. */
  readonly theta?: number;
}

/** The layer behind `relu`. */
export class ReLU extends ActivationLayer {
  readonly className: string = 'ReLU';
  readonly #settings: ReluFunctionOptions & { readonly negativeSlope: number; readonly threshold: number };

  constructor(options: ReluOptions = {}) {
    super(options);
    const { maxValue, negativeSlope = 0, threshold = 0 } = options;
    this.#settings = {
      ...(maxValue === undefined ? {} : { maxValue: nonNegativeNumber('relu', 'maxValue', maxValue) }),
      negativeSlope: nonNegativeNumber('relu', 'negativeSlope', negativeSlope),
      threshold: nonNegativeNumber('relu', 'threshold', threshold),
    };
  }

  protected override activate(x: Tensor): Tensor {
    return reluFunction(x, this.#settings);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#settings };
  }
}

/** The layer behind `leakyRelu`. */
export class LeakyReLU extends ActivationLayer {
  readonly className: string = 'LeakyReLU';
  readonly #negativeSlope: number;

  constructor(options: LeakyReluOptions = {}) {
    super(options);
    this.#negativeSlope = nonNegativeNumber('leakyRelu', 'negativeSlope', options.negativeSlope ?? 0.3);
  }

  protected override activate(x: Tensor): Tensor {
    return reluFunction(x, { negativeSlope: this.#negativeSlope });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), negativeSlope: this.#negativeSlope };
  }
}

/** The layer behind `thresholdedRelu`. */
export class ThresholdedReLU extends ActivationLayer {
  readonly className: string = 'ThresholdedReLU';
  readonly #theta: number;

  constructor(options: ThresholdedReluOptions = {}) {
    super(options);
    this.#theta = nonNegativeNumber('thresholdedRelu', 'theta', options.theta ?? 1);
  }

  protected override activate(x: Tensor): Tensor {
    return reluFunction(x, { threshold: this.#theta });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), theta: this.#theta };
  }
}

/**
 * The rectifier: min(x, maxValue) where x > threshold, negativeSlope · (x - threshold) elsewhere; max(x, 0) by
 * default.
 *
 * Input and output float32 of any shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function relu(options: ReluOptions = {}): ReLU {
  return new ReLU(options);
}

/**
 * The rectifier with a slope: x where x > 0, negativeSlope · x elsewhere; tfjs-layers and Keras 2 call the slope `alpha`.
 *
 * Input and output float32 of any shape. The slope is 0.3 by default, as in Keras; the activation function of this
 * name takes 0.2, PyTorch 0.01.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function leakyRelu(options: LeakyReluOptions = {}): LeakyReLU {
  return new LeakyReLU(options);
}

/**
 * The rectifier with a threshold: x where x > theta, 0 elsewhere; a layer of Keras 2 and tfjs-layers.
 *
 * Input and output float32 of any shape.
 *
 * @throws {ValueError} LAYER_OPTION
 */
export function thresholdedRelu(options: ThresholdedReluOptions = {}): ThresholdedReLU {
  return new ThresholdedReLU(options);
}
