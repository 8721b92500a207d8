/** The LSTM cell whose products are convolutions. */
import { conv, type PartialShape } from '@isograd/core';
import { add, expandDims, mul, reshape, split, type Tensor, unstack } from '@tensorflow/tfjs-core';
import type { ActivationFunction } from '../../activations/activation-function.js';
import type { CallContext } from '../../call-context.js';
import type { LayerConfig } from '../../layer.js';
import { badOption, lastAxisMismatch } from '../../messages.js';
import { booleanOption, integerPerAxis, oneOf, positiveInteger } from '../../option-checks.js';
import type { SeedGenerator } from '../../seed-generator.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { knownChannels, type Padding, windowOutput } from '../../window-shape.js';
import { checkDataFormat, type DataFormatOptions } from '../data-format.js';
import { dropoutMask } from './gate-product.js';
import { forgetBiasOfOne } from './lstm-cell.js';
import { type CellStep, distinct, RecurrentCell } from './recurrent-cell.js';
import {
  type GateOptions,
  type RecurrentOptions,
  type RecurrentSettings,
  readGateOptions,
  readRecurrentOptions,
} from './recurrent-options.js';

/** Options of every convolutional LSTM, with Keras's names; `Sizes` has one number for each spatial axis. */
export interface ConvLSTMOptions<Sizes extends readonly number[] = readonly number[]>
  extends RecurrentOptions,
    GateOptions,
    DataFormatOptions {
  /** Number of channels of the state and of the output; at least 1. */
  readonly filters: number;
  /** Size of both windows, over the input and over the state, along each spatial axis; one number for all. */
  readonly kernelSize: number | Sizes;
  /** Step of the window over the input; that over the state is 1. Default: 1. */
  readonly strides?: number | Sizes;
  /** Of the input: `valid` (default) or `same`; the state is padded with `same`. */
  readonly padding?: Padding;
  /** Distance between elements of the window over the input; that over the state is 1. Default: 1. */
  readonly dilationRate?: number | Sizes;
  /** Whether the bias of the forget gate starts at 1. Default: true. */
  readonly unitForgetBias?: boolean;
}

/** Options of `convLSTMCell`. */
export interface ConvLSTMCellOptions extends ConvLSTMOptions {
  /** Number of spatial axes: 1, 2 or 3. */
  readonly rank: 1 | 2 | 3;
}

/** Input gate, forget gate, candidate and output gate. */
const gateCount = 4;

/** The cell behind `convLSTMCell`. */
export class ConvLSTMCell extends RecurrentCell {
  readonly className: string = 'ConvLSTMCell';
  readonly #rank: number;
  readonly #filters: number;
  readonly #window: {
    readonly kernelSize: readonly number[];
    readonly strides: readonly number[];
    readonly padding: Padding;
    readonly dilationRate: readonly number[];
  };
  readonly #unitForgetBias: boolean;
  readonly #gate: ActivationFunction;
  readonly #gateConfig: LayerConfig;
  readonly #settings: RecurrentSettings;
  #kernel: Weight | undefined;
  #recurrentKernel: Weight | undefined;
  #bias: Weight | undefined;
  #keys: SeedGenerator | undefined;

  constructor(options: ConvLSTMCellOptions) {
    super(options);
    const where = 'convLSTMCell';
    const { rank, strides = 1, dilationRate = 1, padding = 'valid' } = options;
    if (![1, 2, 3].includes(rank)) throw badOption(where, 'rank', rank, '1, 2 or 3');
    this.#rank = rank;
    this.#filters = positiveInteger(where, 'filters', options.filters);
    this.#window = {
      kernelSize: integerPerAxis(where, 'kernelSize', options.kernelSize, rank),
      strides: integerPerAxis(where, 'strides', strides, rank),
      padding: oneOf(where, 'padding', padding, ['valid', 'same']),
      dilationRate: integerPerAxis(where, 'dilationRate', dilationRate, rank),
    };
    if (this.#window.strides.some((stride) => stride > 1) && this.#window.dilationRate.some((rate) => rate > 1)) {
      throw badOption(where, 'dilationRate', dilationRate, '1 when strides are above 1');
    }
    checkDataFormat(where, options.dataFormat);
    this.#unitForgetBias = booleanOption(where, 'unitForgetBias', options.unitForgetBias ?? true);
    const { gate, config } = readGateOptions(where, options);
    this.#gate = gate;
    this.#gateConfig = config;
    this.#settings = readRecurrentOptions(where, options);
  }

  override stateShapes(frameShape: PartialShape): ShapeList {
    this.#channels(frameShape);
    const { kernelSize: size, ...window } = this.#window;
    const sizes = windowOutput(this.label, frameShape, { ...window, size });
    const shape = [frameShape[0] ?? null, ...sizes, this.#filters];
    return [shape, shape];
  }

  override build([frameShape]: ShapeList): void {
    const { kernel, recurrent, bias, useBias, dropout, recurrentDropout, seed } = this.#settings;
    const { kernelSize } = this.#window;
    const columns = gateCount * this.#filters;
    this.#kernel = this.addWeight('kernel', [...kernelSize, this.#channels(frameShape), columns], kernel);
    this.#recurrentKernel = this.addWeight('recurrentKernel', [...kernelSize, this.#filters, columns], recurrent);
    const initializer = this.#unitForgetBias ? forgetBiasOfOne(bias.initializer) : bias.initializer;
    if (useBias) this.#bias = this.addWeight('bias', [columns], { ...bias, initializer });
    if (dropout > 0 || recurrentDropout > 0) this.#keys = this.addSeedGenerator(seed);
  }

  override call([frame, ...states]: TensorList, context: CallContext): TensorList {
    return distinct(this.startSequence(expandDims(frame, 1), context)(0, asNonEmpty(states)));
  }

  override startSequence(x: Tensor, context: CallContext): CellStep {
    const gate = this.#gate;
    const { activation } = this.#settings;
    const frames = this.#convolveInput(x, context);
    const ofState = this.#stateConvolution(x.shape, context);
    return (time, [state, memory]) => {
      const gates = split(add(frames[time] as Tensor, ofState(state)), gateCount, -1); // each [batch, ..., filters]
      const [input, forget, candidate, output] = gates as [Tensor, Tensor, Tensor, Tensor];
      const kept = mul(gate(forget), memory as Tensor);
      const next = add(kept, mul(gate(input), activation(candidate)));
      const shown = mul(gate(output), activation(next));
      return [shown, shown, next];
    };
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      rank: this.#rank,
      filters: this.#filters,
      ...this.#window,
      ...this.#gateConfig,
      unitForgetBias: this.#unitForgetBias,
      ...this.#settings.config,
    };
  }

  /** The input's part of every step, as one convolution: each `[batch, ..., 4 filters]`. */
  #convolveInput(x: Tensor, context: CallContext): Tensor[] {
    const [batch = 0, time = 0, ...frame] = x.shape;
    const mask = this.#mask([batch, ...frame], this.#settings.dropout, context);
    const seen = mask === undefined ? x : dropByGate(x, expandDims(mask, 1));
    const rows = reshape(seen, [batch * time, ...seen.shape.slice(2)]); // [batch · time, ..., channels]
    const { strides, padding, dilationRate } = this.#window;
    const groups = mask === undefined ? 1 : gateCount;
    const product = conv(rows, this.weight(this.#kernel), { strides, padding, dilationRate, groups });
    const sum = this.#bias === undefined ? product : add(product, this.weight(this.#bias));
    return unstack(reshape(sum, [batch, time, ...sum.shape.slice(1)]), 1);
  }

  #stateConvolution([batch = 0, , ...frame]: readonly number[], context: CallContext): (state: Tensor) => Tensor {
    const kernel = this.weight(this.#recurrentKernel);
    const [shape] = this.stateShapes([batch, ...frame]);
    const mask = this.#mask(shape as readonly number[], this.#settings.recurrentDropout, context);
    if (mask === undefined) return (state) => conv(state, kernel, { padding: 'same' });
    return (state) => conv(dropByGate(state, mask), kernel, { padding: 'same', groups: gateCount });
  }

  /** What each gate sees of a tensor `[batch, ..., channels]`: `[batch, ..., 4, channels]`, or nothing. */
  #mask(shape: readonly number[], rate: number, { training }: CallContext): Tensor | undefined {
    if (!training || rate === 0 || this.#keys === undefined) return undefined;
    return dropoutMask(this.#keys.next(), [...shape.slice(0, -1), gateCount, shape.at(-1) ?? 0], rate);
  }

  #channels(frameShape: PartialShape): number {
    const channels = knownChannels(this.label, frameShape, this.#rank);
    const kernel = this.#kernel?.shape;
    const expected = kernel?.at(-2) ?? channels;
    if (channels !== expected) throw lastAxisMismatch(this.label, frameShape, expected, kernel ?? []);
    return channels;
  }
}

/** What each gate sees, side by side, for a convolution in groups: `[..., 4 channels]`. */
function dropByGate(x: Tensor, mask: Tensor): Tensor {
  const seen = mul(expandDims(x, -2), mask); // [..., 4, channels]
  return reshape(seen, [...x.shape.slice(0, -1), gateCount * (x.shape.at(-1) ?? 0)]);
}

/**
 * One step of a convolutional LSTM: as `lstmCell`, with convolutions for products.
 *
 * Inputs float32 `[batch, ..., channels]` with `rank` spatial axes, h and c `[batch, ...', filters]` of the size that the
 * convolution makes; outputs h', h' and c'. Weights `kernel` `[...kernelSize, channels, 4 filters]`, `recurrentKernel`
 * `[...kernelSize, filters, 4 filters]` and `bias` `[4 filters]`. While training each gate sees other elements dropped.
 * It has no connections from the memory to the gates, as the paper has them (Keras has none either).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, DATA_FORMAT
 * @see Shi et al.: "Convolutional LSTM Network" (2015)
 */
export function convLSTMCell(options: ConvLSTMCellOptions): ConvLSTMCell {
  return new ConvLSTMCell(options);
}
