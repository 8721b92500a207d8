/** Depthwise convolution: what `depthwiseConv1d` and `depthwiseConv2d` share. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { LayerConfig } from '../../layer.js';
import { positiveInteger } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import type { Weight } from '../../weight.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { Convolution, type ConvolutionOptions } from './convolution.js';
import { convolveDepthwise } from './convolve-depthwise.js';

/** Options of every convolution that has a depthwise kernel, with Keras's names. */
export interface DepthwiseOptions<Sizes extends readonly number[] = readonly number[]>
  extends ConvolutionOptions<Sizes> {
  /** Number of output channels of each input channel. Default: 1. */
  readonly depthMultiplier?: number;
  /** Default: glorotUniform. */
  readonly depthwiseInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly depthwiseRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly depthwiseConstraint?: ConstraintOption;
}

/** Base of `DepthwiseConv1D` and `DepthwiseConv2D`. */
export abstract class DepthwiseConv extends Convolution {
  readonly #depthMultiplier: number;
  readonly #settings: WeightSettings;
  readonly #kernelConfig: LayerConfig;
  #kernel: Weight | undefined;

  constructor(factory: string, rank: number, options: DepthwiseOptions) {
    super(factory, rank, options);
    this.#depthMultiplier = positiveInteger(factory, 'depthMultiplier', options.depthMultiplier ?? 1);
    const { settings, config } = readWeightOptions(factory, 'depthwise', options, 'glorotUniform');
    this.#settings = settings;
    this.#kernelConfig = config;
  }

  protected override outputChannels(channels: number): number {
    return channels * this.#depthMultiplier;
  }

  protected override buildKernels(channels: number): void {
    this.#kernel = this.addWeight(
      'kernel',
      [...this.window.kernelSize, channels, this.#depthMultiplier],
      this.#settings,
    );
  }

  protected override convolve(x: Tensor): Tensor {
    return convolveDepthwise(x, this.weight(this.#kernel), this.window);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), depthMultiplier: this.#depthMultiplier, ...this.#kernelConfig };
  }
}
