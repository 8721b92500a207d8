/** The layer that runs a cell over a sequence: what all recurrent layers share. */
import type { PartialShape } from '@isograd/core';
import { reverse, stack, type Tensor, tidy, zeros, zerosLike } from '@tensorflow/tfjs-core';
import { type CallContext, maskOf } from '../../call-context.js';
import { zeros as zerosInitializer } from '../../initializers/constant.js';
import { Layer, type LayerConfig } from '../../layer.js';
import { noBatchSize, notACell, sequenceShape, statefulBatch } from './recurrent-messages.js';
import { serializeLayer } from '../../serialization/layer-reader.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { assignWeight, type Weight } from '../../weight.js';
import { checkStates, distinct, RecurrentCell } from './recurrent-cell.js';
import {
  readSequenceOptions,
  type SequenceOptions,
  type SequenceSettings,
  withInputShape,
} from './sequence-options.js';
import { StackedRNNCells } from './stacked-rnn-cells.js';

/** Options of `rnn`, with Keras's names. */
export interface RNNOptions extends SequenceOptions {
  /** What is run at each step; a list is stacked. */
  readonly cell: RecurrentCell | readonly RecurrentCell[];
}

/** The layer behind `rnn`, and the base class of `LSTM`, `GRU` and the others. */
export class RNN extends Layer {
  readonly className: string = 'RNN';
  override readonly supportsMasking: boolean = true;
  readonly cell: RecurrentCell;
  /** How it goes through a sequence. */
  readonly sequence: SequenceSettings;
  readonly #options: RNNOptions;
  #states: readonly Weight[] = [];

  constructor(options: RNNOptions) {
    super(withInputShape(new.target.name, options));
    this.#options = options;
    this.sequence = readSequenceOptions(new.target.name, options);
    this.cell = this.track(cellOf(new.target.name, options.cell));
  }

  override computeOutputShape([sequence, ...given]: ShapeList): PartialShape | ShapeList {
    const { returnSequences, returnState } = this.sequence;
    const frame = this.#frameShape(sequence);
    const states = this.cell.stateShapes(frame);
    if (given.length > 0) checkStates(this.label, given, states);
    const [batch = null, ...sizes] = this.cell.outputShape(frame);
    const output = returnSequences ? [batch, sequence[1] ?? null, ...sizes] : [batch, ...sizes];
    return returnState ? [output, ...states] : output;
  }

  override build([sequence]: ShapeList): void {
    const frame = this.#frameShape(sequence);
    const states = this.cell.stateShapes(frame);
    this.cell.ensureBuilt([frame, ...states], this.contextOf(this.cell)); // first: its weights are drawn alike with states
    if (this.sequence.stateful) {
      this.#states = states.map((shape, index) => {
        const sizes = shape.map((size) => {
          if (size === null) throw noBatchSize(this.label, shape);
          return size;
        });
        return this.addWeight(`state${index}`, sizes, { initializer: zerosInitializer(), isTrainable: false });
      });
    }
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    const [x, ...given] = inputs;
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const { returnSequences, returnState, goBackwards, zeroOutputForMask } = this.sequence;
    const start = given.length > 0 ? given : this.#firstStates(x);
    const mask = maskOf(x, context);
    const options = { context, mask, goBackwards, zeroOutputForMask };
    const { outputs, states } = this.cell.runOverTime(x, asNonEmpty(start), options);
    this.#states.forEach((weight, index) => void assignWeight(weight, states[index] as Tensor));
    const inOrder = goBackwards ? outputs.toReversed() : outputs;
    const output = returnSequences ? stack([...inOrder], 1) : (inOrder.at(-1) as Tensor);
    return returnState ? distinct([output, ...states]) : output;
  }

  /** That of the sequence where every step is returned, in the order of the steps; states have none. */
  override computeMask(_inputs: TensorList, [mask]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    if (mask === undefined || !this.sequence.returnSequences) return [];
    return [this.sequence.goBackwards ? reverse(mask, 1) : mask];
  }

  /** Sets the states of a stateful layer to 0: the next batch starts new sequences. */
  resetStates(): void {
    tidy(() => {
      for (const weight of this.#states) assignWeight(weight, zerosLike(weight.variable));
    });
  }

  /** A layer of the same class and options but for some, with weights of its own. */
  copy(changes: SequenceOptions): RNN {
    const Class = this.constructor as new (options: RNNOptions) => RNN;
    return new Class({ ...this.#options, trainable: this.trainable, ...changes, cell: this.cell.copy() });
  }

  override getConfig(): LayerConfig {
    return { ...this.cellConfig(), ...super.getConfig(), ...this.sequence.config };
  }

  /** The cell's part of the config. */
  protected cellConfig(): LayerConfig {
    return { cell: serializeLayer(this.cell) };
  }

  #firstStates(x: Tensor): TensorList {
    const [batch = 0, , ...frame] = x.shape;
    if (this.#states.length > 0) return asNonEmpty(this.#states.map(({ variable }) => variable));
    return asNonEmpty(this.cell.stateShapes([batch, ...frame]).map((shape) => zeros(shape as number[])));
  }

  /** Shape of one frame, the batch axis included. */
  #frameShape(sequence: PartialShape): PartialShape {
    if (sequence.length < 3 || sequence[1] === 0) throw sequenceShape(this.label, sequence);
    const [batch = null, , ...frame] = sequence;
    const size = this.#states[0]?.shape[0] ?? this.sequence.batchSize;
    if (this.sequence.stateful && batch !== null && size !== null && batch !== size) {
      throw statefulBatch(this.label, batch, size);
    }
    return [this.sequence.stateful ? (batch ?? size) : batch, ...frame];
  }
}

function cellOf(where: string, cell: unknown): RecurrentCell {
  if (Array.isArray(cell)) return new StackedRNNCells({ cells: cell as readonly RecurrentCell[] });
  if (cell instanceof RecurrentCell) return cell;
  throw notACell(where, 'cell', cell);
}

/**
 * Runs a cell over a sequence.
 *
 * Input float32 `[batch, time, ...]`, of any length; `[x, ...states]` starts with given states instead of 0. Output
 * float32 `[batch, ...]`, that of the last step, or `[batch, time, ...]` with `returnSequences`; with `returnState` the
 * states after it. Steps that a mask leaves out keep state and output as they are. Weights are those of the cell, and
 * `state0`, `state1` … of a stateful layer, which an optimizer leaves alone.
 *
 * @throws {ValueError} CELL_EXPECTED, LAYER_OPTION @throws {ShapeError} LAYER_BATCH_INPUT_SHAPE
 * @throws {StateError} STATEFUL_BATCH when built
 * @example
 * import { gruCell, rnn, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [rnn({ cell: gruCell({ units: 4 }), inputShape: [null, 3] })] });
 */
export function rnn(options: RNNOptions): RNN {
  return new RNN(options);
}
