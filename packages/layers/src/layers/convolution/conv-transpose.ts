/** Transposed convolution of one to three spatial axes: what `conv2dTranspose` and its kin share. */
import { convTranspose, convTransposeSize, type PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { integerPerAxis, positiveInteger } from '../../option-checks.js';
import type { Weight } from '../../weight.js';
import type { Padding } from '../../window-shape.js';
import { type KernelOptions, readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { Convolution, type ConvolutionOptions } from './convolution.js';

/** Options of `conv2dTranspose` and its kin, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface ConvTransposeLayerOptions<Sizes extends readonly number[] = readonly number[]>
  extends Omit<ConvolutionOptions<Sizes>, 'padding'>,
    KernelOptions {
  /** Number of output channels; at least 1. */
  readonly filters: number;
  /**
   * The padding of the convolution whose transpose this is. `valid` (default): every element of the input writes a
   * whole window; `same`: output size is input size · stride.
   */
  readonly padding?: Padding;
  /**
   * What is added to the smallest output size, for strides above 1. Default: what makes the sizes of `padding`
   * (PyTorch: 0).
   */
  readonly outputPadding?: number | Sizes;
}

/** Base of `Conv1DTranspose`, `Conv2DTranspose` and `Conv3DTranspose`. */
export abstract class ConvTranspose extends Convolution {
  readonly #filters: number;
  readonly #padding: Padding;
  readonly #outputPadding: readonly number[] | undefined;
  readonly #settings: WeightSettings;
  readonly #kernelConfig: LayerConfig;
  #kernel: Weight | undefined;

  constructor(factory: string, rank: number, options: ConvTransposeLayerOptions) {
    super(factory, rank, options);
    const { outputPadding } = options;
    this.#filters = positiveInteger(factory, 'filters', options.filters);
    this.#padding = this.window.padding === 'same' ? 'same' : 'valid';
    this.#outputPadding =
      (outputPadding ?? undefined) === undefined
        ? undefined
        : integerPerAxis(factory, 'outputPadding', outputPadding, rank, 0);
    const { settings, config } = readWeightOptions(factory, 'kernel', options, 'glorotUniform');
    this.#settings = settings;
    this.#kernelConfig = config;
    this.#sizesOf(factory, this.window.strides); // any sizes: refuses an outputPadding that no input allows
  }

  protected override outputChannels(): number {
    return this.#filters;
  }

  protected override outputSizes(shape: PartialShape): readonly (number | null)[] {
    return this.#sizesOf(this.label, shape.slice(1, -1));
  }

  #sizesOf(where: string, sizes: readonly (number | null)[]): (number | null)[] {
    const { kernelSize, strides, dilationRate } = this.window;
    return sizes.map((size, axis) => {
      if (size === null) return null;
      const extent = ((kernelSize[axis] ?? 1) - 1) * (dilationRate[axis] ?? 1) + 1;
      const place = { size, extent, stride: strides[axis] ?? 1, padding: this.#padding };
      return convTransposeSize(where, place, this.#outputPadding?.[axis]);
    });
  }

  protected override buildKernels(channels: number): void {
    this.#kernel = this.addWeight('kernel', [...this.window.kernelSize, this.#filters, channels], this.#settings);
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, dilationRate } = this.window;
    const outputPadding = this.#outputPadding === undefined ? {} : { outputPadding: this.#outputPadding };
    return convTranspose(x, this.weight(this.#kernel), {
      strides,
      padding: this.#padding,
      dilationRate,
      ...outputPadding,
    });
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      filters: this.#filters,
      ...(this.#outputPadding === undefined ? {} : { outputPadding: this.#outputPadding }),
      ...this.#kernelConfig,
    };
  }
}
