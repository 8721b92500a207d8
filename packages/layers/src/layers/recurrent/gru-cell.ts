/** The cell with an update gate and a reset gate. */
import { add, mul, slice, split, sub, type Tensor, unstack } from '@tensorflow/tfjs-core';
import type { ActivationFunction } from '../../activations/activation-function.js';
import type { CallContext } from '../../call-context.js';
import type { LayerConfig } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import { gateProduct } from './gate-product.js';
import { type ImplementationOptions, implementationOption } from './implementation.js';
import { KernelCell, type KernelCellOptions } from './kernel-cell.js';
import type { CellStep } from './recurrent-cell.js';
import { type GateOptions, readGateOptions } from './recurrent-options.js';

/** Options of `gruCell`, with Keras's names. */
export interface GRUCellOptions extends KernelCellOptions, GateOptions, ImplementationOptions {
  /**
   * Whether the reset gate acts on the product of the state with its kernel (cuDNN, PyTorch), or on the state before
   * it. Default: true (tfjs-layers knows false only).
   */
  readonly resetAfter?: boolean;
}

/** Update gate, reset gate and candidate, in Keras's order. */
type Thirds = readonly [update: Tensor, reset: Tensor, candidate: Tensor];

/** The cell behind `gruCell`. */
export class GRUCell extends KernelCell {
  readonly className: string = 'GRUCell';
  readonly #resetAfter: boolean;
  readonly #gate: ActivationFunction;
  readonly #config: LayerConfig;

  constructor(options: GRUCellOptions) {
    const implementation = implementationOption('gruCell', options);
    super(options, { where: 'gruCell', gates: 3, states: 1, hasMaskPerGate: implementation.hasMaskPerGate });
    const { gate, config } = readGateOptions('gruCell', options);
    this.#gate = gate;
    this.#resetAfter = booleanOption('gruCell', 'resetAfter', options.resetAfter ?? true);
    this.#config = { ...config, resetAfter: this.#resetAfter, ...implementation.config };
  }

  override startSequence(x: Tensor, context: CallContext): CellStep {
    return this.#resetAfter ? this.#stepsResetAfter(x, context) : this.#stepsResetBefore(x, context);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#config };
  }

  /** One bias for each of the two products. */
  protected override biasShape(columns: number): number[] {
    return this.#resetAfter ? [2, columns] : [columns];
  }

  #stepsResetAfter(x: Tensor, context: CallContext): CellStep {
    const gate = this.#gate;
    const [inputBias, stateBias] = this.bias === undefined ? [] : unstack(this.bias);
    const { frames, stateMasks } = this.project(x, inputBias, context);
    const ofState = gateProduct(this.recurrentKernel, stateBias, stateMasks);
    return (time, [state]) => {
      const [update, reset, candidate] = thirds(frames[time] as Tensor);
      const [updateOfState, resetOfState, candidateOfState] = thirds(ofState(state));
      const kept = gate(add(update, updateOfState));
      const seen = mul(gate(add(reset, resetOfState)), candidateOfState);
      return this.#mix(kept, state, add(candidate, seen));
    };
  }

  #stepsResetBefore(x: Tensor, context: CallContext): CellStep {
    const gate = this.#gate;
    const { frames, stateMasks } = this.project(x, this.bias, context);
    const [gateKernels, candidateKernel] = split(this.recurrentKernel, [2 * this.units, this.units], 1);
    const ofGates = gateProduct(gateKernels as Tensor, undefined, stateMasks && slice(stateMasks, [0], [2]));
    const ofCandidate = gateProduct(candidateKernel as Tensor, undefined, stateMasks && slice(stateMasks, [2], [1]));
    return (time, [state]) => {
      const [update, reset, candidate] = thirds(frames[time] as Tensor);
      const [updateOfState, resetOfState] = split(ofGates(state), 2, 1);
      const kept = gate(add(update, updateOfState as Tensor));
      const seen = mul(gate(add(reset, resetOfState as Tensor)), state);
      return this.#mix(kept, state, add(candidate, ofCandidate(seen)));
    };
  }

  /** z ⊙ h + (1 - z) ⊙ activation(candidate), as output and as state. */
  #mix(kept: Tensor, state: Tensor, candidate: Tensor): [Tensor, Tensor] {
    const next = add(mul(kept, state), mul(sub(1, kept), this.settings.activation(candidate)));
    return [next, next];
  }
}

function thirds(x: Tensor): Thirds {
  return split(x, 3, 1) as [Tensor, Tensor, Tensor]; // each [batch, units]
}

/**
 * One step of a gated recurrent unit: h' = z ⊙ h + (1 - z) ⊙ h̃ with z and r of
 * recurrentActivation(x · kernel + h · recurrentKernel + bias), and the candidate h̃ of
 * activation(x · kernel + r ⊙ (h · recurrentKernel + bias)), each with its third of the columns. Without `resetAfter`
 * the candidate is activation(x · kernel + (r ⊙ h) · recurrentKernel + bias).
 *
 * Inputs float32 `[batch, features]` and h `[batch, units]`; outputs h' twice, as output and as state. Weights `kernel`
 * `[features, 3 units]`, `recurrentKernel` `[units, 3 units]` and `bias` `[2, 3 units]`, of which the second row goes
 * with the state; without `resetAfter` `[3 units]`. Gates stand in the order z, r, h̃ (PyTorch: r, z, n).
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @see Cho et al.: "Learning Phrase Representations using RNN Encoder-Decoder" (2014)
 */
export function gruCell(options: GRUCellOptions): GRUCell {
  return new GRUCell(options);
}
