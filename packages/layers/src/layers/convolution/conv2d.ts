/** 2-D convolution. */
import { Conv, type ConvOptions } from './conv.js';

/** Options of `conv2d`, with Keras's names. */
export type Conv2DOptions = ConvOptions<readonly [height: number, width: number]>;

/** The layer behind `conv2d`. */
export class Conv2D extends Conv {
  readonly className: string = 'Conv2D';

  constructor(options: Conv2DOptions) {
    super('conv2d', 2, options);
  }
}

/**
 * 2-D convolution, channels last.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', filters]`; weights
 * `kernel` `[kernelHeight, kernelWidth, channels / groups, filters]` and `bias` `[filters]`. Padding `same`
 * puts the odd row or column at the end (TensorFlow's rule).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @example
 * import { conv2d, flatten, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [conv2d({ filters: 8, kernelSize: 3, inputShape: [8, 8, 1] }), flatten()] });
 */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
