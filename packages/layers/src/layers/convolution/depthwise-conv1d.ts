/** 1-D depthwise convolution. */
import { DepthwiseConv, type DepthwiseOptions } from './depthwise-conv.js';

/** Options of `depthwiseConv1d`, with Keras's names. */
export type DepthwiseConv1DOptions = DepthwiseOptions<readonly [time: number]>;

/** The layer behind `depthwiseConv1d`. */
export class DepthwiseConv1D extends DepthwiseConv {
  readonly className: string = 'DepthwiseConv1D';

  constructor(options: DepthwiseConv1DOptions) {
    super('depthwiseConv1d', 1, options);
  }
}

/**
 * 1-D convolution of each channel apart, channels last: channel c makes the output channels
 * c · depthMultiplier to (c + 1) · depthMultiplier - 1.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', channels * depthMultiplier]`;
 * weights `kernel` `[kernelSize, channels, depthMultiplier]` and `bias` `[channels * depthMultiplier]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Chollet: "Xception" (2017)
 */
export function depthwiseConv1d(options: DepthwiseConv1DOptions): DepthwiseConv1D {
  return new DepthwiseConv1D(options);
}
