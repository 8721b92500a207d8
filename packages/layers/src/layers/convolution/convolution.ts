/** What all convolutions share: a window that slides over one to three spatial axes, a bias and an activation. */
import type { PartialShape } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig } from '../../layer.js';
import { badOption, lastAxisMismatch } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { integerPerAxis, oneOf } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { knownChannels, type Padding, spatialShape, windowOutput } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { type BiasOptions, type BiasSettings, readBiasOptions } from '../kernel-options.js';

/** Options of every convolution, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface ConvolutionOptions<Sizes extends readonly number[] = readonly number[]>
  extends BiasOptions,
    DataFormatOptions {
  /** Size of the window along each spatial axis; one number for all. */
  readonly kernelSize: number | Sizes;
  /** Step of the window. Default: 1. */
  readonly strides?: number | Sizes;
  /** `valid` (default): windows inside the input only; `same`: output size is input size / stride, rounded up. */
  readonly padding?: Padding;
  /** Distance between elements of the window. Default: 1; above 1 only with strides of 1. */
  readonly dilationRate?: number | Sizes;
}

/** The same with `causal`, for convolutions along time. */
export type CausalOptions<Options extends { readonly padding?: Padding }> = Omit<Options, 'padding'> & {
  /**
   * `valid` (default): windows inside the input only; `same`: output size is input size / stride, rounded up;
   * `causal`: as `same`, and no output sees what comes later.
   */
  readonly padding?: Padding | 'causal';
};

/** The window of a convolution: one number for each spatial axis. */
export interface ConvolutionWindow {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding | 'causal';
  readonly dilationRate: readonly number[];
}

/** Base of all convolutions: checks shapes, adds the bias and applies the activation to what `convolve` returns. */
export abstract class Convolution extends Layer {
  /** Number of spatial axes. */
  protected readonly rank: number;
  protected readonly window: ConvolutionWindow;
  readonly #settings: BiasSettings;
  #channels: number | undefined;
  #bias: Weight | undefined;

  constructor(
    factory: string,
    rank: number,
    options: CausalOptions<ConvolutionOptions>,
    paddings: readonly (Padding | 'causal')[] = ['valid', 'same'],
  ) {
    super(options);
    this.rank = rank;
    this.window = {
      kernelSize: integerPerAxis(factory, 'kernelSize', options.kernelSize, rank),
      strides: integerPerAxis(factory, 'strides', options.strides ?? 1, rank),
      padding: oneOf(factory, 'padding', options.padding ?? 'valid', paddings),
      dilationRate: integerPerAxis(factory, 'dilationRate', options.dilationRate ?? 1, rank),
    };
    if (this.window.strides.some((stride) => stride > 1) && this.window.dilationRate.some((rate) => rate > 1)) {
      throw badOption(factory, 'dilationRate', this.window.dilationRate, '1 when strides are above 1');
    }
    checkDataFormat(factory, options.dataFormat);
    this.#settings = readBiasOptions(factory, options);
  }

  /** Number of output channels for that of the input, which it checks. */
  protected abstract outputChannels(channels: number): number;

  /** Makes the kernels. */
  protected abstract buildKernels(channels: number): void;

  /** The convolution, without bias and activation. */
  protected abstract convolve(x: Tensor): Tensor;

  /** Sizes of the spatial axes of the output. */
  protected outputSizes(shape: PartialShape): readonly (number | null)[] {
    return windowOutput(this.label, shape, { ...this.window, size: this.window.kernelSize });
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const channels = knownChannels(this.label, shape, this.rank);
    const expected = this.#channels ?? channels;
    if (channels !== expected) throw lastAxisMismatch(this.label, shape, expected, this.ownWeights[0]?.shape ?? []);
    const outputs = this.outputChannels(channels);
    return [spatialShape(this.label, shape, this.rank).batch, ...this.outputSizes(shape), outputs];
  }

  override build(inputShapes: ShapeList): void {
    const channels = knownChannels(this.label, onlyInput(this.label, inputShapes), this.rank);
    const outputs = this.outputChannels(channels);
    this.buildKernels(channels);
    if (this.#settings.useBias) this.#bias = this.addWeight('bias', [outputs], this.#settings.bias);
    this.#channels = channels;
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const y = this.convolve(x);
    return this.#settings.activation(this.#bias === undefined ? y : add(y, this.weight(this.#bias)));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.window, ...this.#settings.config };
  }
}
