/** The gated recurrent unit. */
import type { LayerConfig } from '../../layer.js';
import { GRUCell, type GRUCellOptions } from './gru-cell.js';
import { RNN } from './rnn.js';
import type { SequenceOptions } from './sequence-options.js';

/** Options of `gru`, with Keras's names. */
export interface GRUOptions extends GRUCellOptions, SequenceOptions {}

/** The layer behind `gru`. */
export class GRU extends RNN {
  override readonly className: string = 'GRU';

  constructor(options: GRUOptions) {
    super({ ...options, cell: new GRUCell({ ...options, name: 'gru_cell', trainable: true }) });
  }

  protected override cellConfig(): LayerConfig {
    return this.cell.getConfig();
  }
}

/**
 * A gated recurrent unit: `gruCell`, which has the formula, at each step.
 *
 * Input float32 `[batch, time, features]`, or `[x, h]` with h `[batch, units]` to start with. Output float32
 * `[batch, units]`, or `[batch, time, units]` with `returnSequences`; with `returnState` also the last h. Weights of its
 * cell `gru_cell`: `kernel` `[features, 3 units]`, `recurrentKernel` `[units, 3 units]` and `bias` `[2, 3 units]`
 * (`[3 units]` without `resetAfter`, which is the only form that tfjs-layers has).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN @throws {StateError} STATEFUL_BATCH when built
 * @see Cho et al.: "Learning Phrase Representations using RNN Encoder-Decoder" (2014)
 */
export function gru(options: GRUOptions): GRU {
  return new GRU(options);
}
