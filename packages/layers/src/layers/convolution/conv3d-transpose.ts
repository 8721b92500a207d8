/** 3-D transposed convolution. */
import { ConvTranspose, type ConvTransposeLayerOptions } from './conv-transpose.js';

/** Options of `conv3dTranspose`, with Keras's names. */
export type Conv3DTransposeOptions = ConvTransposeLayerOptions<readonly [depth: number, height: number, width: number]>;

/** The layer behind `conv3dTranspose`. */
export class Conv3DTranspose extends ConvTranspose {
  readonly className: string = 'Conv3DTranspose';

  constructor(options: Conv3DTransposeOptions) {
    super('conv3dTranspose', 3, options);
  }
}

/**
 * 3-D transposed convolution, channels last: the gradient of a convolution with respect to its input, which makes
 * a volume that is larger.
 *
 * Input float32 `[batch, depth, height, width, channels]`, output float32 `[batch, depth', height', width', filters]`;
 * weights `kernel` `[kernelDepth, kernelHeight, kernelWidth, filters, channels]` (filters first, as in Keras) and `bias`
 * `[filters]`.
 *
 * With the extent k = (kernelSize - 1) · dilationRate + 1 an axis of size n becomes n · strides with `same` padding,
 * n · strides + max(k - strides, 0) with `valid`; with `outputPadding` p it becomes (n - 1) · strides + (k mod 2) + p
 * or (n - 1) · strides + k + p.
 *
 * @throws {ValueError} LAYER_OPTION, OP_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Dumoulin and Visin: "A guide to convolution arithmetic for deep learning" (2016)
 */
export function conv3dTranspose(options: Conv3DTransposeOptions): Conv3DTranspose {
  return new Conv3DTranspose(options);
}
