/** Runs a recurrent layer over a sequence in both directions. */
import type { PartialShape } from '@isograd/core';
import { add, concat, mul, reverse, type Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { directionsDiffer, notARecurrentLayer, wrongStateCount } from './recurrent-messages.js';
import { serializeLayer } from '../../serialization/layer-reader.js';
import { asNonEmpty, type ShapeList, type TensorList, toList, toShapeList } from '../../tensor-list.js';
import { RNN } from './rnn.js';

/** How the outputs of both directions become one; null keeps both. */
export type BidirectionalMergeMode = 'concat' | 'sum' | 'mul' | 'ave' | null;

/** Options of `bidirectional`, with Keras's names. */
export interface BidirectionalOptions extends LayerOptions {
  /** Runs forwards. It is copied: its own weights stay out of this. */
  readonly layer: RNN;
  /** Default: concat. */
  readonly mergeMode?: BidirectionalMergeMode;
  /** Runs backwards (`goBackwards: true`). Default: a copy of `layer` that does. */
  readonly backwardLayer?: RNN;
}

const mergeModes: readonly unknown[] = ['concat', 'sum', 'mul', 'ave', null];

/** The layer behind `bidirectional`. */
export class Bidirectional extends Layer {
  readonly className: string = 'Bidirectional';
  override readonly supportsMasking: boolean = true;
  readonly forwardLayer: RNN;
  readonly backwardLayer: RNN;
  readonly #mergeMode: BidirectionalMergeMode;
  readonly #hasOwnBackwardLayer: boolean;

  constructor(options: BidirectionalOptions) {
    super(options);
    const { layer, backwardLayer, mergeMode = 'concat' } = options;
    if (!(layer instanceof RNN)) throw notARecurrentLayer('bidirectional', 'layer', layer);
    if (!(backwardLayer === undefined || backwardLayer instanceof RNN)) {
      throw notARecurrentLayer('bidirectional', 'backwardLayer', backwardLayer);
    }
    if (!mergeModes.includes(mergeMode)) {
      throw badOption('bidirectional', 'mergeMode', mergeMode, "'concat', 'sum', 'mul', 'ave' or null");
    }
    this.#mergeMode = mergeMode;
    this.#hasOwnBackwardLayer = backwardLayer !== undefined;
    const backward = backwardLayer ?? layer;
    const goBackwards = backwardLayer === undefined || backwardLayer.sequence.goBackwards;
    this.forwardLayer = this.track(copyOf(layer, 'forward_', layer.sequence.goBackwards));
    this.backwardLayer = this.track(copyOf(backward, 'backward_', goBackwards));
    this.#checkPair();
  }

  override computeOutputShape([sequence, ...given]: ShapeList): PartialShape | ShapeList {
    const [forward, backward] = this.#divided(given);
    const [output, ...forwardStates] = toShapeList(this.forwardLayer.computeOutputShape([sequence, ...forward]));
    const [other, ...backwardStates] = toShapeList(this.backwardLayer.computeOutputShape([sequence, ...backward]));
    const [size, otherSize] = [output.at(-1) ?? null, other.at(-1) ?? null];
    const states = [...forwardStates, ...backwardStates];
    if (this.#mergeMode === null) return [output, other, ...states];
    if (this.#mergeMode !== 'concat' && size !== otherSize) {
      throw badOption(this.label, 'mergeMode', this.#mergeMode, `'concat' or null for ${size} and ${otherSize} units`);
    }
    const sum = size === null || otherSize === null ? null : size + otherSize;
    const merged = this.#mergeMode === 'concat' ? [...output.slice(0, -1), sum] : output;
    return states.length === 0 ? merged : [merged, ...states];
  }

  override build([sequence]: ShapeList): void {
    for (const layer of [this.forwardLayer, this.backwardLayer]) layer.ensureBuilt([sequence], this.contextOf(layer));
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const [x, ...given] = inputs;
    const [forward, backward] = this.#divided(given);
    const [output, ...states] = toList(this.forwardLayer.run([x, ...forward], context));
    const [other, ...otherStates] = toList(this.backwardLayer.run([x, ...backward], context));
    const inOrder = this.backwardLayer.sequence.returnSequences ? reverse(other as Tensor, 1) : (other as Tensor);
    return asNonEmpty([...this.#merge(output as Tensor, inOrder), ...states, ...otherStates]);
  }

  /** That of the sequence where every step is returned; states have none. */
  override computeMask(_inputs: TensorList, [mask]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    if (!this.forwardLayer.sequence.returnSequences) return [];
    return this.#mergeMode === null ? [mask, mask] : [mask];
  }

  /** Sets the states of stateful layers to 0. */
  resetStates(): void {
    this.forwardLayer.resetStates();
    this.backwardLayer.resetStates();
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      layer: serializeLayer(this.forwardLayer),
      mergeMode: this.#mergeMode,
      ...(this.#hasOwnBackwardLayer ? { backwardLayer: serializeLayer(this.backwardLayer) } : {}),
    };
  }

  #merge(output: Tensor, other: Tensor): Tensor[] {
    switch (this.#mergeMode) {
      case 'concat':
        return [concat([output, other], -1)];
      case 'sum':
        return [add(output, other)];
      case 'mul':
        return [mul(output, other)];
      case 'ave':
        return [mul(add(output, other), 0.5)];
      case null:
        return [output, other];
    }
  }

  /** The first states of each direction: the forward layer's come first. */
  #divided<State>(given: readonly State[]): [forward: readonly State[], backward: readonly State[]] {
    if (given.length % 2 !== 0) throw wrongStateCount(this.label, given.length, given.length + 1);
    const half = given.length / 2;
    return [given.slice(0, half), given.slice(half)];
  }

  #checkPair(): void {
    const [forward, backward] = [this.forwardLayer.sequence, this.backwardLayer.sequence];
    if (forward.goBackwards || !backward.goBackwards) {
      throw directionsDiffer('bidirectional', 'goBackwards', forward.goBackwards, backward.goBackwards);
    }
    for (const option of ['stateful', 'returnSequences', 'returnState'] as const) {
      if (forward[option] !== backward[option]) {
        throw directionsDiffer('bidirectional', option, forward[option], backward[option]);
      }
    }
  }
}

/** A masked step puts out 0 where every step is returned (Keras). */
function copyOf(layer: RNN, prefix: string, goBackwards: boolean): RNN {
  const name = layer.name.startsWith(prefix) ? layer.name : `${prefix}${layer.name.replace(/^forward_/, '')}`;
  return layer.copy({ name, goBackwards, zeroOutputForMask: layer.sequence.returnSequences });
}

/**
 * Runs a recurrent layer over a sequence in both directions, each with weights of its own, and joins the outputs.
 *
 * Input float32 `[batch, time, ...]`, or `[x, ...states]` with the states of the forward layer first. Output as of the
 * layer: `concat` doubles its last axis, null gives two outputs; with `returnState` the states of the forward layer and
 * then of the backward layer follow. The output of the backward layer is put into the order of the input. With
 * `returnSequences` the output of masked steps is 0. Weights are those of `forward_…` and `backward_…`.
 *
 * @throws {ValueError} RECURRENT_LAYER_EXPECTED, BIDIRECTIONAL_LAYERS, LAYER_OPTION
 * @see Schuster and Paliwal: "Bidirectional Recurrent Neural Networks" (1997)
 * @example
 * import { bidirectional, dense, lstm, sequential } from '@isograd/layers';
 * const tagger = sequential({
 *   layers: [
 *     bidirectional({ layer: lstm({ units: 8, returnSequences: true }), inputShape: [null, 3] }), // [batch, time, 16]
 *     dense({ units: 5, activation: 'softmax' }),
 *   ],
 * });
 */
export function bidirectional(options: BidirectionalOptions): Bidirectional {
  return new Bidirectional(options);
}
