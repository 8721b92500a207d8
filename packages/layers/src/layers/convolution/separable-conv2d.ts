/** 2-D depthwise separable convolution. */
import { SeparableConv, type SeparableConvOptions } from './separable-conv.js';

/** Options of `separableConv2d`, with Keras's names. */
export type SeparableConv2DOptions = SeparableConvOptions<readonly [height: number, width: number]>;

/** The layer behind `separableConv2d`. */
export class SeparableConv2D extends SeparableConv {
  readonly className: string = 'SeparableConv2D';

  constructor(options: SeparableConv2DOptions) {
    super('separableConv2d', 2, options);
  }
}

/**
 * 2-D convolution of each channel apart, then of all channels at each place, channels last.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', filters]`; weights `depthwiseKernel`
 * `[kernelHeight, kernelWidth, channels, depthMultiplier]`, `pointwiseKernel` `[1, 1, channels * depthMultiplier, filters]`
 * and `bias` `[filters]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @example
 * import { separableConv2d, sequential } from '@isograd/layers';
 * const layer = separableConv2d({ filters: 16, kernelSize: 3, padding: 'same', inputShape: [8, 8, 4] });
 * const model = sequential({ layers: [layer] }); // 36 + 64 + 16 weights; conv2d has 592
 * @see Chollet: "Xception" (2017)
 */
export function separableConv2d(options: SeparableConv2DOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
