/** 2-D depthwise convolution. */
import { DepthwiseConv, type DepthwiseOptions } from './depthwise-conv.js';

/** Options of `depthwiseConv2d`, with Keras's names. */
export type DepthwiseConv2DOptions = DepthwiseOptions<readonly [height: number, width: number]>;

/** The layer behind `depthwiseConv2d`. */
export class DepthwiseConv2D extends DepthwiseConv {
  readonly className: string = 'DepthwiseConv2D';

  constructor(options: DepthwiseConv2DOptions) {
    super('depthwiseConv2d', 2, options);
  }
}

/**
 * 2-D convolution of each channel apart, channels last: channel c makes the output channels
 * c · depthMultiplier to (c + 1) · depthMultiplier - 1.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', channels * depthMultiplier]`;
 * weights `kernel` `[kernelHeight, kernelWidth, channels, depthMultiplier]` and `bias` `[channels * depthMultiplier]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Chollet: "Xception" (2017)
 */
export function depthwiseConv2d(options: DepthwiseConv2DOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
