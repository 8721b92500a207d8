/** 1-D convolution. */
import { Conv, type ConvOptions } from './conv.js';
import type { CausalOptions } from './convolution.js';

/** Options of `conv1d`, with Keras's names. */
export type Conv1DOptions = CausalOptions<ConvOptions<readonly [time: number]>>;

/** The layer behind `conv1d`. */
export class Conv1D extends Conv {
  readonly className: string = 'Conv1D';

  constructor(options: Conv1DOptions) {
    super('conv1d', 1, options);
  }
}

/**
 * 1-D convolution along time, channels last.
 *
 * Input float32 `[batch, time, channels]`, output float32 `[batch, time', filters]`; weights `kernel`
 * `[kernelSize, channels / groups, filters]` and `bias` `[filters]`. Padding `same` puts the odd element at the end
 * (TensorFlow's rule); `causal` puts all (kernelSize - 1) · dilationRate zeros before the first step.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @example
 * import { conv1d, sequential } from '@isograd/layers';
 * const layer = conv1d({ filters: 8, kernelSize: 3, padding: 'causal', dilationRate: 2, inputShape: [32, 4] });
 * const model = sequential({ layers: [layer] }); // [batch, 32, 4] to [batch, 32, 8]
 * @see van den Oord et al.: "WaveNet" (2016), of causal convolutions
 */
export function conv1d(options: Conv1DOptions): Conv1D {
  return new Conv1D(options);
}
