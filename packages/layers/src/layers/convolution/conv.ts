/** Convolution of one to three spatial axes: what `conv1d`, `conv2d` and `conv3d` share. */
import { conv } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { positiveInteger } from '../../option-checks.js';
import type { Weight } from '../../weight.js';
import { type KernelOptions, readWeightOptions, type WeightSettings } from '../kernel-options.js';
import { type CausalOptions, Convolution, type ConvolutionOptions } from './convolution.js';

/** Options of `conv2d` and its kin, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface ConvOptions<Sizes extends readonly number[] = readonly number[]>
  extends ConvolutionOptions<Sizes>,
    KernelOptions {
  /** Number of output channels; at least 1. */
  readonly filters: number;
  /** Number of groups that channels and filters are divided into, each convolved apart. Default: 1. */
  readonly groups?: number;
}

/** Base of `Conv1D`, `Conv2D` and `Conv3D`. */
export abstract class Conv extends Convolution {
  readonly #filters: number;
  readonly #groups: number;
  readonly #settings: WeightSettings;
  readonly #kernelConfig: LayerConfig;
  #kernel: Weight | undefined;

  constructor(factory: string, rank: number, options: CausalOptions<ConvOptions>) {
    super(factory, rank, options, rank === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same']);
    this.#filters = positiveInteger(factory, 'filters', options.filters);
    this.#groups = positiveInteger(factory, 'groups', options.groups ?? 1);
    const { settings, config } = readWeightOptions(factory, 'kernel', options, 'glorotUniform');
    this.#settings = settings;
    this.#kernelConfig = config;
    if (this.#filters % this.#groups !== 0) {
      throw badOption(factory, 'groups', options.groups, `a divisor of filters (${this.#filters})`);
    }
  }

  protected override outputChannels(channels: number): number {
    if (channels % this.#groups === 0) return this.#filters;
    throw badOption(this.label, 'groups', this.#groups, `a divisor of the ${channels} input channels`);
  }

  protected override buildKernels(channels: number): void {
    const shape = [...this.window.kernelSize, channels / this.#groups, this.#filters];
    this.#kernel = this.addWeight('kernel', shape, this.#settings);
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, padding, dilationRate } = this.window;
    return conv(x, this.weight(this.#kernel), { strides, padding, dilationRate, groups: this.#groups });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), filters: this.#filters, groups: this.#groups, ...this.#kernelConfig };
  }
}
