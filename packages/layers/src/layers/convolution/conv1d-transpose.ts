/** 1-D transposed convolution. */
import { ConvTranspose, type ConvTransposeLayerOptions } from './conv-transpose.js';

/** Options of `conv1dTranspose`, with Keras's names. */
export type Conv1DTransposeOptions = ConvTransposeLayerOptions<readonly [time: number]>;

/** The layer behind `conv1dTranspose`. */
export class Conv1DTranspose extends ConvTranspose {
  readonly className: string = 'Conv1DTranspose';

  constructor(options: Conv1DTransposeOptions) {
    super('conv1dTranspose', 1, options);
  }
}

/**
 * 1-D transposed convolution, channels last: the gradient of a convolution with respect to its input, which makes
 * a sequence that is longer.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', filters]`; weights `kernel`
 * `[kernelSize, filters, channels]` (filters first, as in Keras) and `bias` `[filters]`.
 *
 * With the extent k = (kernelSize - 1) · dilationRate + 1 an axis of size n becomes n · strides with `same` padding,
 * n · strides + max(k - strides, 0) with `valid`; with `outputPadding` p it becomes (n - 1) · strides + (k mod 2) + p
 * or (n - 1) · strides + k + p.
 *
 * @throws {ValueError} LAYER_OPTION, OP_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Dumoulin and Visin: "A guide to convolution arithmetic for deep learning" (2016)
 */
export function conv1dTranspose(options: Conv1DTransposeOptions): Conv1DTranspose {
  return new Conv1DTranspose(options);
}
