/** Recurrent layers that hold others, made from their configs. */
import type { LayerConfig } from '../layer.js';
import { Bidirectional, type BidirectionalOptions } from '../layers/recurrent/bidirectional.js';
import type { RecurrentCell } from '../layers/recurrent/recurrent-cell.js';
import { RNN, type RNNOptions } from '../layers/recurrent/rnn.js';
import { StackedRNNCells } from '../layers/recurrent/stacked-rnn-cells.js';
import { TimeDistributed, type TimeDistributedOptions } from '../layers/recurrent/time-distributed.js';
import { notACell } from '../layers/recurrent/recurrent-messages.js';
import type { ReadLayer } from './layer-reader.js';

/** @throws {ValueError} CONFIG_LAYER, CELL_EXPECTED, and what the cell throws */
export function readRNN(config: LayerConfig, readLayer: ReadLayer): RNN {
  return new RNN({ ...config, cell: readLayer(config['cell']) } as RNNOptions);
}

/** @throws {ValueError} CONFIG_LAYER, CELL_EXPECTED, and what the cells throw */
export function readStackedRNNCells(config: LayerConfig, readLayer: ReadLayer): StackedRNNCells {
  const { cells } = config;
  if (!Array.isArray(cells)) throw notACell('stackedRNNCells', 'cells', cells);
  const read = cells.map((cell: unknown) => readLayer(cell)) as RecurrentCell[];
  return new StackedRNNCells({ ...config, cells: read });
}

/** @throws {ValueError} CONFIG_LAYER, RECURRENT_LAYER_EXPECTED, BIDIRECTIONAL_LAYERS, and what the layers throw */
export function readBidirectional(config: LayerConfig, readLayer: ReadLayer): Bidirectional {
  const { layer, backwardLayer } = config;
  return new Bidirectional({
    ...config,
    layer: readLayer(layer),
    ...(backwardLayer === undefined ? {} : { backwardLayer: readLayer(backwardLayer) }),
  } as BidirectionalOptions);
}

/** @throws {ValueError} CONFIG_LAYER, and what the layer throws */
export function readTimeDistributed(config: LayerConfig, readLayer: ReadLayer): TimeDistributed {
  return new TimeDistributed({ ...config, layer: readLayer(config['layer']) } as TimeDistributedOptions);
}
