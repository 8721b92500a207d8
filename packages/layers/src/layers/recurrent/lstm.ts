/** The long short-term memory. */
import type { LayerConfig } from '../../layer.js';
import { LSTMCell, type LSTMCellOptions } from './lstm-cell.js';
import { RNN } from './rnn.js';
import type { SequenceOptions } from './sequence-options.js';

/** Options of `lstm`, with Keras's names. */
export interface LSTMOptions extends LSTMCellOptions, SequenceOptions {}

/** The layer behind `lstm`. */
export class LSTM extends RNN {
  override readonly className: string = 'LSTM';

  constructor(options: LSTMOptions) {
    super({ ...options, cell: new LSTMCell({ ...options, name: 'lstm_cell', trainable: true }) });
  }

  protected override cellConfig(): LayerConfig {
    return this.cell.getConfig();
  }
}

/**
 * A long short-term memory: `lstmCell`, which has the formula, at each step.
 *
 * Input float32 `[batch, time, features]`, or `[x, h, c]` with h and c `[batch, units]` to start with. Output float32
 * `[batch, units]`, or `[batch, time, units]` with `returnSequences`; with `returnState` also the last h and c. Weights
 * of its cell `lstm_cell`: `kernel` `[features, 4 units]`, `recurrentKernel` `[units, 4 units]` and `bias` `[4 units]`,
 * with the gates in the order i, f, c̃, o (PyTorch too, which has two biases; their sum is this one).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN @throws {StateError} STATEFUL_BATCH when built
 * @see Hochreiter and Schmidhuber: "Long Short-Term Memory" (1997)
 * @example
 * import { input, lstm, model } from '@isograd/layers';
 * const sentence = input({ shape: [null, 8] });
 * const answer = input({ shape: [null, 8] });
 * const [, ...states] = lstm({ units: 16, returnState: true }).applyAll(sentence); // h and c
 * const decoded = lstm({ units: 16, returnSequences: true }).apply([answer, ...states]);
 * const translator = model({ inputs: [sentence, answer], outputs: decoded });
 */
export function lstm(options: LSTMOptions): LSTM {
  return new LSTM(options);
}
