/** 3-D convolution. */
import { Conv, type ConvOptions } from './conv.js';

/** Options of `conv3d`, with Keras's names. */
export type Conv3DOptions = ConvOptions<readonly [depth: number, height: number, width: number]>;

/** The layer behind `conv3d`. */
export class Conv3D extends Conv {
  readonly className: string = 'Conv3D';

  constructor(options: Conv3DOptions) {
    super('conv3d', 3, options);
  }
}

/**
 * 3-D convolution over volumes or films, channels last.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32
 * `[batch, depth', height', width', filters]`; weights `kernel`
 * `[kernelDepth, kernelHeight, kernelWidth, channels / groups, filters]` and `bias` `[filters]`. Padding `same` puts
 * the odd plane, row or column at the end (TensorFlow's rule).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 */
export function conv3d(options: Conv3DOptions): Conv3D {
  return new Conv3D(options);
}
