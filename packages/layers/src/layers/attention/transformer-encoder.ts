/** A block of a transformer that sees the whole sequence. */
import type { PartialShape } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CallContext } from '../../call-context.js';
import type { LayerConfig } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import { booleanOption } from '../../option-checks.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from '../../tensor-list.js';
import { attentionAxes, scoresShape } from './attention-axes.js';
import { type MultiHeadAttention, multiHeadAttention } from './multi-head-attention.js';
import { checkPairs } from './pair-mask.js';
import { type Sublayer, TransformerBlock, type TransformerOptions } from './transformer-block.js';

/** Options of `transformerEncoder`, with KerasHub's names. */
export interface TransformerEncoderOptions extends TransformerOptions {
  /** Whether the attention weights are a second output; an argument of the call in KerasHub. Default: false. */
  readonly returnAttentionScores?: boolean;
}

/** The layer behind `transformerEncoder`. */
export class TransformerEncoder extends TransformerBlock {
  readonly className: string = 'TransformerEncoder';
  readonly #returnAttentionScores: boolean;
  #attention: (Sublayer & { readonly layer: MultiHeadAttention }) | undefined;

  constructor(options: TransformerEncoderOptions) {
    super('transformerEncoder', options);
    this.#returnAttentionScores = booleanOption(
      'transformerEncoder',
      'returnAttentionScores',
      options.returnAttentionScores ?? false,
    );
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    if (inputShapes.length > 2) throw wrongInputCount(this.label, inputShapes.length, 2);
    const [shape, pairs] = inputShapes;
    this.checkThrough(shape);
    const axes = attentionAxes(this.label, shape, undefined);
    const scores = scoresShape(shape, shape, this.numHeads, axes);
    if (pairs !== undefined) checkPairs(this.label, pairs, scores, axes);
    return this.#returnAttentionScores ? [shape, scores] : shape;
  }

  override build(inputShapes: ShapeList): void {
    this.computeOutputShape(inputShapes);
    const [shape] = inputShapes;
    const name = 'self_attention_layer';
    const options = this.attentionOptions(name, shape[2] ?? 1);
    const returnAttentionScores = this.#returnAttentionScores;
    const layer = this.addLayer(multiHeadAttention({ ...options, returnAttentionScores }), shape);
    this.#attention = { layer, ...this.addSublayer('self_attention', shape) };
    this.addNetwork(shape);
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    const attention = this.requirePart(this.#attention);
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const [x, pairs] = inputs;
    let scores: Tensor | undefined;
    const attended = this.around(x, attention, context, (inner) => {
      const given: TensorList = pairs === undefined ? [inner] : [inner, inner, inner, pairs];
      const [mixed, weights] = toList(attention.layer.run(given, context));
      scores = weights;
      return mixed as Tensor;
    });
    const y = this.throughNetwork(attended, context);
    return scores === undefined ? y : [y, scores];
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), returnAttentionScores: this.#returnAttentionScores };
  }
}

/**
 * A block of a transformer: attention of a sequence to itself, then a network of two dense layers at each position,
 * each added to its input. y = norm(x + attention(x)), norm(y + network(y)); with `normalizeFirst`
 * y = x + attention(norm(x)), y + network(norm(y)).
 *
 * Input float32 `[batch, time, features]`, output of the same shape with the same mask, whose padding is not attended
 * to. A second input, bool `[batch, time, time]` or `[batch, heads, time, time]`, says which position sees which; with
 * `returnAttentionScores` the second output is float32 `[batch, heads, time, time]`. Weights, by the names of KerasHub:
 * those of `multiHeadAttention` under `self_attention_layer/`, `self_attention_layer_norm/gamma` and `/beta`
 * `[features]`, `feedforward_layer_norm/gamma` and `/beta` `[features]`, `feedforward_intermediate_dense/kernel`
 * `[features, intermediateDim]`, `feedforward_output_dense/kernel` `[intermediateDim, features]`, and their `bias`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @throws {ShapeError} ATTENTION_RANK, ATTENTION_HEADS, ATTENTION_MASK
 * @example
 * import { dense, globalAveragePooling1d, sequential, tokenAndPositionEmbedding, transformerEncoder } from '@isograd/layers';
 * const sentiment = sequential({
 *   layers: [
 *     tokenAndPositionEmbedding({ vocabularySize: 1000, sequenceLength: 40, embeddingDim: 32, maskZero: true }),
 *     transformerEncoder({ intermediateDim: 64, numHeads: 4, activation: 'gelu', dropout: 0.1 }),
 *     globalAveragePooling1d(),
 *     dense({ units: 2 }),
 *   ],
 *   inputShape: [40],
 * });
 * @see Vaswani et al.: "Attention Is All You Need" (2017)
 */
export function transformerEncoder(options: TransformerEncoderOptions): TransformerEncoder {
  return new TransformerEncoder(options);
}
