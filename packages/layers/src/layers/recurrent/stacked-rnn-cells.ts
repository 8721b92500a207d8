/** Several cells as one. */
import type { PartialShape } from '@isograd/core';
import { stack, type Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { notACell } from './recurrent-messages.js';
import { serializeLayer } from '../../serialization/layer-reader.js';
import { asNonEmpty, type NonEmpty, type ShapeList, type TensorList, toList } from '../../tensor-list.js';
import { checkStates, RecurrentCell } from './recurrent-cell.js';
import type { Unrolled, UnrollOptions } from './unroll.js';

/** Options of `stackedRNNCells`, with Keras's names. */
export interface StackedRNNCellsOptions extends LayerOptions {
  /** From input to output; at least one. */
  readonly cells: readonly RecurrentCell[];
}

/** The cell behind `stackedRNNCells`. */
export class StackedRNNCells extends RecurrentCell {
  readonly className: string = 'StackedRNNCells';
  readonly cells: NonEmpty<RecurrentCell>;

  constructor(options: StackedRNNCellsOptions) {
    super(options);
    const { cells } = options;
    const isList = Array.isArray(cells) && cells.length > 0 && cells.every((cell) => cell instanceof RecurrentCell);
    if (!isList) throw notACell('stackedRNNCells', 'cells', cells);
    this.cells = asNonEmpty(cells.map((cell) => this.track(cell)));
  }

  /** Those of every cell, one cell after the other. */
  override stateShapes(frameShape: PartialShape): ShapeList {
    return asNonEmpty(this.#framesOf(frameShape).flatMap(([cell, frame]) => cell.stateShapes(frame)));
  }

  override outputShape(frameShape: PartialShape): PartialShape {
    const [cell, frame] = this.#framesOf(frameShape).at(-1) ?? [this.cells[0], frameShape];
    return cell.outputShape(frame);
  }

  override build([frameShape]: ShapeList): void {
    for (const [cell, frame] of this.#framesOf(frameShape)) {
      cell.ensureBuilt([frame, ...cell.stateShapes(frame)], this.contextOf(cell));
    }
  }

  override call([frame, ...states]: TensorList, context: CallContext): TensorList {
    let output = frame;
    const next = this.#statesByCell(frame.shape, states).flatMap(([cell, own]) => {
      const [shown, ...after] = toList(cell.run([output, ...own], context));
      output = shown as Tensor;
      return after;
    });
    return [output, ...next];
  }

  /** Cell by cell over the whole sequence, so that each computes what it can for all frames at once. */
  override runOverTime(x: Tensor, states: TensorList, options: UnrollOptions): Unrolled {
    const [batch = 0, , ...frame] = x.shape;
    let outputs: readonly Tensor[] = [];
    const next = this.#statesByCell([batch, ...frame], states).flatMap(([cell, own], place) => {
      const run = cell.runOverTime(place === 0 ? x : stack([...outputs], 1), asNonEmpty(own), options);
      outputs = run.outputs;
      return run.states;
    });
    return { outputs, states: asNonEmpty(next) };
  }

  override copy(): StackedRNNCells {
    const cells = this.cells.map((cell) => cell.copy());
    return new StackedRNNCells({ name: this.name, trainable: this.trainable, cells });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), cells: this.cells.map(serializeLayer) };
  }

  /** Each cell with the shape of its frames. */
  #framesOf(frameShape: PartialShape): (readonly [cell: RecurrentCell, frame: PartialShape])[] {
    let frame = frameShape;
    return this.cells.map((cell) => {
      const own = frame;
      frame = cell.outputShape(own);
      return [cell, own];
    });
  }

  #statesByCell(frameShape: PartialShape, states: readonly Tensor[]): (readonly [RecurrentCell, readonly Tensor[]])[] {
    checkStates(
      this.label,
      states.map(({ shape }) => shape),
      this.stateShapes(frameShape),
    );
    let taken = 0;
    return this.#framesOf(frameShape).map(([cell, frame]) => {
      const first = taken;
      taken += cell.stateShapes(frame).length;
      return [cell, states.slice(first, taken)];
    });
  }
}

/**
 * Several cells as one: the output of each is the input of the next.
 *
 * Its states are those of all cells, one cell after the other, in a flat list (Keras nests them). Weights are those of
 * the cells.
 *
 * @throws {ValueError} CELL_EXPECTED, NAME_TWICE
 * @example
 * import { gruCell, lstmCell, rnn, sequential, stackedRNNCells } from '@isograd/layers';
 * const cell = stackedRNNCells({ cells: [lstmCell({ units: 8 }), gruCell({ units: 4 })] });
 * const model = sequential({ layers: [rnn({ cell, inputShape: [null, 3] })] });
 */
export function stackedRNNCells(options: StackedRNNCellsOptions): StackedRNNCells {
  return new StackedRNNCells(options);
}
