/** The cell whose output is its state. */
import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { KernelCell, type KernelCellOptions } from './kernel-cell.js';
import type { CellStep } from './recurrent-cell.js';

/** Options of `simpleRNNCell`, with Keras's names. */
export interface SimpleRNNCellOptions extends KernelCellOptions {}

/** The cell behind `simpleRNNCell`. */
export class SimpleRNNCell extends KernelCell {
  readonly className: string = 'SimpleRNNCell';

  constructor(options: SimpleRNNCellOptions) {
    super(options, { where: 'simpleRNNCell', gates: 1, states: 1, hasMaskPerGate: false });
  }

  override startSequence(x: Tensor, context: CallContext): CellStep {
    const { activation } = this.settings;
    const { frames, stateMasks } = this.project(x, this.bias, context);
    const ofState = this.stateProduct(stateMasks);
    return (time, [state]) => {
      const next = activation(add(frames[time] as Tensor, ofState(state)));
      return [next, next];
    };
  }
}

/**
 * One step of a simple recurrent network: h' = activation(x · kernel + h · recurrentKernel + bias).
 *
 * Inputs float32 `[batch, features]` and h `[batch, units]`; outputs h' twice, as output and as state. Weights `kernel`
 * `[features, units]`, `recurrentKernel` `[units, units]` and `bias` `[units]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 */
export function simpleRNNCell(options: SimpleRNNCellOptions): SimpleRNNCell {
  return new SimpleRNNCell(options);
}
