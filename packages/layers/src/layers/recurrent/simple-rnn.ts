/** The simple recurrent layer. */
import type { LayerConfig } from '../../layer.js';
import { RNN } from './rnn.js';
import type { SequenceOptions } from './sequence-options.js';
import { SimpleRNNCell, type SimpleRNNCellOptions } from './simple-rnn-cell.js';

/** Options of `simpleRNN`, with Keras's names. */
export interface SimpleRNNOptions extends SimpleRNNCellOptions, SequenceOptions {}

/** The layer behind `simpleRNN`. */
export class SimpleRNN extends RNN {
  override readonly className: string = 'SimpleRNN';

  constructor(options: SimpleRNNOptions) {
    super({ ...options, cell: new SimpleRNNCell({ ...options, name: 'simple_rnn_cell', trainable: true }) });
  }

  protected override cellConfig(): LayerConfig {
    return this.cell.getConfig();
  }
}

/**
 * A simple recurrent network: h' = activation(x · kernel + h · recurrentKernel + bias) at each step.
 *
 * Input float32 `[batch, time, features]`, or `[x, h]` with h `[batch, units]` to start with. Output float32
 * `[batch, units]`, or `[batch, time, units]` with `returnSequences`; with `returnState` also the last h. Weights of its
 * cell `simple_rnn_cell`: `kernel` `[features, units]`, `recurrentKernel` `[units, units]` and `bias` `[units]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN @throws {StateError} STATEFUL_BATCH when built
 */
export function simpleRNN(options: SimpleRNNOptions): SimpleRNN {
  return new SimpleRNN(options);
}
