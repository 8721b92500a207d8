/** 1-D depthwise separable convolution. */
import { SeparableConv, type SeparableConvOptions } from './separable-conv.js';

/** Options of `separableConv1d`, with Keras's names. */
export type SeparableConv1DOptions = SeparableConvOptions<readonly [time: number]>;

/** The layer behind `separableConv1d`. */
export class SeparableConv1D extends SeparableConv {
  readonly className: string = 'SeparableConv1D';

  constructor(options: SeparableConv1DOptions) {
    super('separableConv1d', 1, options);
  }
}

/**
 * 1-D convolution of each channel apart, then of all channels at each place, channels last.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', filters]`; weights `depthwiseKernel`
 * `[kernelSize, channels, depthMultiplier]`, `pointwiseKernel` `[1, channels * depthMultiplier, filters]`
 * and `bias` `[filters]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Chollet: "Xception" (2017)
 */
export function separableConv1d(options: SeparableConv1DOptions): SeparableConv1D {
  return new SeparableConv1D(options);
}
