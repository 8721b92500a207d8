/** 2-D transposed convolution. */
import { ConvTranspose, type ConvTransposeLayerOptions } from './conv-transpose.js';

/** Options of `conv2dTranspose`, with Keras's names. */
export type Conv2DTransposeOptions = ConvTransposeLayerOptions<readonly [height: number, width: number]>;

/** The layer behind `conv2dTranspose`. */
export class Conv2DTranspose extends ConvTranspose {
  readonly className: string = 'Conv2DTranspose';

  constructor(options: Conv2DTransposeOptions) {
    super('conv2dTranspose', 2, options);
  }
}

/**
 * 2-D transposed convolution, channels last: the gradient of a convolution with respect to its input, which makes
 * an image that is larger.
 *
 * Input float32 `[batch, height, width, channels]`, output float32 `[batch, height', width', filters]`; weights `kernel`
 * `[kernelHeight, kernelWidth, filters, channels]` (filters first, as in Keras) and `bias` `[filters]`.
 *
 * With the extent k = (kernelSize - 1) · dilationRate + 1 an axis of size n becomes n · strides with `same` padding,
 * n · strides + max(k - strides, 0) with `valid`; with `outputPadding` p it becomes (n - 1) · strides + (k mod 2) + p
 * or (n - 1) · strides + k + p.
 *
 * @throws {ValueError} LAYER_OPTION, OP_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @example
 * import { conv2dTranspose, sequential } from '@isograd/layers';
 * const layer = conv2dTranspose({ filters: 3, kernelSize: 4, strides: 2, padding: 'same', inputShape: [8, 8, 16] });
 * const model = sequential({ layers: [layer] }); // [batch, 8, 8, 16] to [batch, 16, 16, 3]
 * @see Dumoulin and Visin: "A guide to convolution arithmetic for deep learning" (2016)
 */
export function conv2dTranspose(options: Conv2DTransposeOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}
