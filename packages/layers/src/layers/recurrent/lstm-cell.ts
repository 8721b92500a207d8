/** The cell with a memory behind gates. */
import { random, type RandomKey } from '@isograd/core';
import { add, concat, mul, ones, split, type Tensor } from '@tensorflow/tfjs-core';
import type { ActivationFunction } from '../../activations/activation-function.js';
import type { CallContext } from '../../call-context.js';
import type { Initializer } from '../../initializers/initializer.js';
import type { LayerConfig } from '../../layer.js';
import { booleanOption } from '../../option-checks.js';
import { type ImplementationOptions, implementationOption } from './implementation.js';
import { KernelCell, type KernelCellOptions } from './kernel-cell.js';
import type { CellStep } from './recurrent-cell.js';
import { type GateOptions, readGateOptions } from './recurrent-options.js';

/** Options of `lstmCell`, with Keras's names. */
export interface LSTMCellOptions extends KernelCellOptions, GateOptions, ImplementationOptions {
  /** Whether the bias of the forget gate starts at 1, so that the memory is kept at first. Default: true. */
  readonly unitForgetBias?: boolean;
}

/** The cell behind `lstmCell`. */
export class LSTMCell extends KernelCell {
  readonly className: string = 'LSTMCell';
  readonly #unitForgetBias: boolean;
  readonly #gate: ActivationFunction;
  readonly #config: LayerConfig;

  constructor(options: LSTMCellOptions) {
    const implementation = implementationOption('lstmCell', options);
    super(options, { where: 'lstmCell', gates: 4, states: 2, hasMaskPerGate: implementation.hasMaskPerGate });
    const { gate, config } = readGateOptions('lstmCell', options);
    this.#gate = gate;
    this.#unitForgetBias = booleanOption('lstmCell', 'unitForgetBias', options.unitForgetBias ?? true);
    this.#config = { ...config, unitForgetBias: this.#unitForgetBias, ...implementation.config };
  }

  override startSequence(x: Tensor, context: CallContext): CellStep {
    const gate = this.#gate;
    const { activation } = this.settings;
    const { frames, stateMasks } = this.project(x, this.bias, context);
    const ofState = this.stateProduct(stateMasks);
    return (time, [state, memory]) => {
      const gates = split(add(frames[time] as Tensor, ofState(state)), 4, 1); // each [batch, units]
      const [input, forget, candidate, output] = gates as [Tensor, Tensor, Tensor, Tensor];
      const kept = mul(gate(forget), memory as Tensor);
      const next = add(kept, mul(gate(input), activation(candidate)));
      const shown = mul(gate(output), activation(next));
      return [shown, shown, next];
    };
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#config };
  }

  protected override biasInitializer(initializer: Initializer): Initializer {
    return this.#unitForgetBias ? forgetBiasOfOne(initializer) : initializer;
  }
}

/** Ones for the forget gate, the second of four; the rest as another initializer draws it. */
export function forgetBiasOfOne(rest: Initializer): Initializer {
  return {
    className: 'ForgetBias',
    config: {},
    init: (key, [size = 0], dtype) => {
      const units = size / 4;
      const [before, after] = random.split(key, 2) as [RandomKey, RandomKey];
      return concat([rest.init(before, [units], dtype), ones([units]), rest.init(after, [2 * units], dtype)]);
    },
  };
}

/**
 * One step of a long short-term memory. With the four parts of x · kernel + h · recurrentKernel + bias called i, f, c̃
 * and o, c' = recurrentActivation(f) ⊙ c + recurrentActivation(i) ⊙ activation(c̃) and
 * h' = recurrentActivation(o) ⊙ activation(c').
 *
 * Inputs float32 `[batch, features]`, h and c `[batch, units]`; outputs h', h' and c'. Weights `kernel`
 * `[features, 4 units]`, `recurrentKernel` `[units, 4 units]` and `bias` `[4 units]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @see Hochreiter and Schmidhuber: "Long Short-Term Memory" (1997)
 */
export function lstmCell(options: LSTMCellOptions): LSTMCell {
  return new LSTMCell(options);
}
