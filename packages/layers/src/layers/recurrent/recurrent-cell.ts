/**
 * A recurrent cell is a layer of one time step.
 *
 * Its inputs are the frame of the step, `[batch, ...]`, and its states; its outputs are the output and the next
 * states. `rnn` runs it over a sequence. A cell of your own implements `className`, `stateShapes` and `call`, and
 * `build` when it has weights; `startSequence` is for cells that can compute something for all frames at once.
 */
import type { PartialShape } from '@isograd/core';
import { type Tensor, unstack } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerOptions } from '../../layer.js';
import { stateShape, wrongStateCount } from './recurrent-messages.js';
import { asNonEmpty, type NonEmpty, type ShapeList, type TensorList, toList } from '../../tensor-list.js';
import { type Unrolled, type UnrollOptions, unroll } from './unroll.js';

/**
 * One step of a sequence: from its number and the states to the output and the next states.
 *
 * @param time - Number of the frame, from 0; each is asked for once.
 */
export type CellStep = (time: number, states: TensorList) => NonEmpty<Tensor>;

/** Base class of every cell. */
export abstract class RecurrentCell extends Layer {
  readonly #options: LayerOptions;

  /** @param options - All options of the cell: `copy` hands them to the constructor again. */
  constructor(options: LayerOptions = {}) {
    super(options);
    this.#options = options;
  }

  /**
   * Shape of each state, the batch axis included.
   *
   * @param frameShape - Shape of one frame, the batch axis included.
   * @throws {ShapeError} when the cell cannot take such frames.
   */
  abstract stateShapes(frameShape: PartialShape): ShapeList;

  /** Shape of the output. Default: that of the first state. */
  outputShape(frameShape: PartialShape): PartialShape {
    return this.stateShapes(frameShape)[0];
  }

  /**
   * One step.
   *
   * @param inputs - The frame and the states.
   * @returns The output and the next states.
   */
  abstract override call(inputs: TensorList, context: CallContext): TensorList;

  override computeOutputShape([frame, ...given]: ShapeList): ShapeList {
    const states = this.stateShapes(frame);
    checkStates(this.label, given, states);
    return [this.outputShape(frame), ...states];
  }

  /**
   * Prepares for a sequence: what does not depend on the state is computed for all frames at once, and what is
   * dropped at random is dropped alike in all of them. Default: `call` for each frame.
   *
   * @param x - float32 `[batch, time, ...]`
   */
  startSequence(x: Tensor, context: CallContext): CellStep {
    const frames = unstack(x, 1);
    return (time, states) => asNonEmpty(toList(this.run([frames[time] as Tensor, ...states], context)));
  }

  /**
   * Runs over a sequence.
   *
   * @param x - float32 `[batch, time, ...]`
   * @param states - The first states.
   */
  runOverTime(x: Tensor, states: TensorList, options: UnrollOptions): Unrolled {
    return unroll(this.startSequence(x, options.context), states, { ...options, time: x.shape[1] ?? 0 });
  }

  /** A cell of the same class and options, with weights of its own. */
  copy(): RecurrentCell {
    const Class = this.constructor as new (options: LayerOptions) => RecurrentCell;
    return new Class({ ...this.#options, trainable: this.trainable });
  }
}

/** The tensors, each a handle of its own, so that it can be disposed without the others: the state often is the output. */
export function distinct(tensors: NonEmpty<Tensor>): TensorList {
  return asNonEmpty(tensors.map((each, place) => (tensors.indexOf(each) < place ? each.clone() : each)));
}

/**
 * Checks the shapes of states that were given.
 *
 * @throws {ShapeError} STATE_COUNT, STATE_SHAPE
 */
export function checkStates(where: string, given: readonly PartialShape[], expected: ShapeList): void {
  if (given.length !== expected.length) throw wrongStateCount(where, given.length, expected.length);
  given.forEach((shape, index) => {
    const wanted = expected[index] as PartialShape;
    const fits = shape.length === wanted.length && shape.every((size, axis) => agrees(size, wanted[axis] ?? null));
    if (!fits) throw stateShape(where, index, shape, wanted);
  });
}

function agrees(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}
