/** Depthwise separable convolution: what `separableConv1d` and `separableConv2d` share. */
import { conv } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import type { LayerConfig } from '../../layer.js';
import { positiveInteger } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import type { Weight } from '../../weight.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { Convolution } from './convolution.js';
import { convolveDepthwise } from './convolve-depthwise.js';
import type { DepthwiseOptions } from './depthwise-conv.js';

/** Options of `separableConv2d` and its kin, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface SeparableConvOptions<Sizes extends readonly number[] = readonly number[]>
  extends DepthwiseOptions<Sizes> {
  /** Number of output channels; at least 1. */
  readonly filters: number;
  /** Default: glorotUniform. */
  readonly pointwiseInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly pointwiseRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly pointwiseConstraint?: ConstraintOption;
}

/** Base of `SeparableConv1D` and `SeparableConv2D`. */
export abstract class SeparableConv extends Convolution {
  readonly #filters: number;
  readonly #depthMultiplier: number;
  readonly #depthwise: WeightSettings;
  readonly #pointwise: WeightSettings;
  readonly #kernelConfig: LayerConfig;
  #depthwiseKernel: Weight | undefined;
  #pointwiseKernel: Weight | undefined;

  constructor(factory: string, rank: number, options: SeparableConvOptions) {
    super(factory, rank, options);
    this.#filters = positiveInteger(factory, 'filters', options.filters);
    this.#depthMultiplier = positiveInteger(factory, 'depthMultiplier', options.depthMultiplier ?? 1);
    const depthwise = readWeightOptions(factory, 'depthwise', options, 'glorotUniform');
    const pointwise = readWeightOptions(factory, 'pointwise', options, 'glorotUniform');
    this.#depthwise = depthwise.settings;
    this.#pointwise = pointwise.settings;
    this.#kernelConfig = { ...depthwise.config, ...pointwise.config };
  }

  protected override outputChannels(): number {
    return this.#filters;
  }

  protected override buildKernels(channels: number): void {
    const { kernelSize } = this.window;
    const between = channels * this.#depthMultiplier;
    const ones = kernelSize.map(() => 1);
    this.#depthwiseKernel = this.addWeight(
      'depthwiseKernel',
      [...kernelSize, channels, this.#depthMultiplier],
      this.#depthwise,
    );
    this.#pointwiseKernel = this.addWeight('pointwiseKernel', [...ones, between, this.#filters], this.#pointwise);
  }

  protected override convolve(x: Tensor): Tensor {
    const between = convolveDepthwise(x, this.weight(this.#depthwiseKernel), this.window); // [batch, ..., channels * depthMultiplier]
    return conv(between, this.weight(this.#pointwiseKernel));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      filters: this.#filters,
      depthMultiplier: this.#depthMultiplier,
      ...this.#kernelConfig,
    };
  }
}
