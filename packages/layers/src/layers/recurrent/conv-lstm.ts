/** Convolutional LSTMs over sequences of lines, images and volumes. */
import type { LayerConfig } from '../../layer.js';
import { ConvLSTMCell, type ConvLSTMOptions } from './conv-lstm-cell.js';
import { RNN } from './rnn.js';
import type { SequenceOptions } from './sequence-options.js';

/** Options of `convLSTM1d`, with Keras's names. */
export interface ConvLSTM1DOptions extends ConvLSTMOptions<readonly [width: number]>, SequenceOptions {}

/** Options of `convLSTM2d`, with Keras's names. */
export interface ConvLSTM2DOptions extends ConvLSTMOptions<readonly [height: number, width: number]>, SequenceOptions {}

/** Options of `convLSTM3d`, with Keras's names. */
export interface ConvLSTM3DOptions
  extends ConvLSTMOptions<readonly [depth: number, height: number, width: number]>,
    SequenceOptions {}

/** What the three layers share. */
abstract class ConvLSTM extends RNN {
  constructor(rank: 1 | 2 | 3, options: ConvLSTMOptions & SequenceOptions) {
    super({ ...options, cell: new ConvLSTMCell({ ...options, rank, name: 'conv_lstm_cell', trainable: true }) });
  }

  protected override cellConfig(): LayerConfig {
    const { rank: _, ...config } = this.cell.getConfig();
    return config;
  }
}

/** The layer behind `convLSTM1d`. */
export class ConvLSTM1D extends ConvLSTM {
  override readonly className: string = 'ConvLSTM1D';

  constructor(options: ConvLSTM1DOptions) {
    super(1, options);
  }
}

/** The layer behind `convLSTM2d`. */
export class ConvLSTM2D extends ConvLSTM {
  override readonly className: string = 'ConvLSTM2D';

  constructor(options: ConvLSTM2DOptions) {
    super(2, options);
  }
}

/** The layer behind `convLSTM3d`. */
export class ConvLSTM3D extends ConvLSTM {
  override readonly className: string = 'ConvLSTM3D';

  constructor(options: ConvLSTM3DOptions) {
    super(3, options);
  }
}

/**
 * A convolutional LSTM over a sequence of lines: `convLSTMCell`, which has the formula, at each step.
 *
 * Input float32 `[batch, time, width, channels]`, or `[x, h, c]` with h and c `[batch, width', filters]` to start with.
 * Output float32 `[batch, width', filters]`, or `[batch, time, width', filters]` with `returnSequences`; with
 * `returnState` also the last h and c. Weights of its cell `conv_lstm_cell`: `kernel`
 * `[kernelWidth, channels, 4 filters]`, `recurrentKernel` `[kernelWidth, filters, 4 filters]`, `bias` `[4 filters]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Shi et al.: "Convolutional LSTM Network" (2015)
 */
export function convLSTM1d(options: ConvLSTM1DOptions): ConvLSTM1D {
  return new ConvLSTM1D(options);
}

/**
 * A convolutional LSTM over a sequence of images: `convLSTMCell`, which has the formula, at each step.
 *
 * Input float32 `[batch, time, height, width, channels]`, or `[x, h, c]` with h and c
 * `[batch, height', width', filters]` to start with. Output float32 `[batch, height', width', filters]`, or
 * `[batch, time, height', width', filters]` with `returnSequences`; with `returnState` also the last h and c. Weights of
 * its cell `conv_lstm_cell`: `kernel` `[kernelHeight, kernelWidth, channels, 4 filters]`, `recurrentKernel`
 * `[kernelHeight, kernelWidth, filters, 4 filters]`, `bias` `[4 filters]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Shi et al.: "Convolutional LSTM Network" (2015)
 * @example
 * import { convLSTM2d, sequential } from '@isograd/layers';
 * const layer = convLSTM2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [null, 8, 8, 1] });
 * const forecast = sequential({ layers: [layer] }); // [batch, time, 8, 8, 1] to [batch, 8, 8, 4]
 */
export function convLSTM2d(options: ConvLSTM2DOptions): ConvLSTM2D {
  return new ConvLSTM2D(options);
}

/**
 * A convolutional LSTM over a sequence of volumes: `convLSTMCell`, which has the formula, at each step.
 *
 * Input float32 `[batch, time, depth, height, width, channels]`, or `[x, h, c]` with h and c
 * `[batch, depth', height', width', filters]` to start with. Output float32 `[batch, depth', height', width', filters]`,
 * or one of these for each step with `returnSequences`; with `returnState` also the last h and c. Weights of its cell
 * `conv_lstm_cell`: `kernel` `[kernelDepth, kernelHeight, kernelWidth, channels, 4 filters]`, `recurrentKernel`
 * `[kernelDepth, kernelHeight, kernelWidth, filters, 4 filters]`, `bias` `[4 filters]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Shi et al.: "Convolutional LSTM Network" (2015)
 */
export function convLSTM3d(options: ConvLSTM3DOptions): ConvLSTM3D {
  return new ConvLSTM3D(options);
}
