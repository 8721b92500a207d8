/** Dot-product attention of one head. */
import { matMul, mul, sum, tanh, type Tensor } from '@tensorflow/tfjs-core';
import { ones } from '../../initializers/constant.js';
import type { LayerConfig } from '../../layer.js';
import { oneOf } from '../../option-checks.js';
import type { ShapeList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { additiveSums, ScoredAttention, type ScoredAttentionOptions } from './scored-attention.js';

/** Options of `attention`, with Keras's names. */
export interface AttentionLayerOptions extends ScoredAttentionOptions {
  /** `dot`: query · key; `concat`: the sum of tanh(query + key). Default: dot. */
  readonly scoreMode?: 'dot' | 'concat';
}

/** The layer behind `attention`. */
export class Attention extends ScoredAttention {
  readonly className: string = 'Attention';
  readonly #scoreMode: 'dot' | 'concat';
  #scale: Weight | undefined;
  #concatScoreWeight: Weight | undefined;

  constructor(options: AttentionLayerOptions = {}) {
    super('attention', options, false);
    this.#scoreMode = oneOf('attention', 'scoreMode', options.scoreMode ?? 'dot', ['dot', 'concat']);
  }

  override build(inputShapes: ShapeList): void {
    super.build(inputShapes);
    if (this.useScale) this.#scale = this.addWeight('scale', [], ones());
    if (this.#scoreMode === 'concat') this.#concatScoreWeight = this.addWeight('concatScoreWeight', [], ones());
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const asked = this.useScale ? mul(query, this.weight(this.#scale)) : query;
    if (this.#scoreMode === 'dot') return matMul(asked, key, false, true);
    const found = this.useScale ? mul(key, this.weight(this.#scale)) : key;
    const bent = tanh(additiveSums(asked, found)); // [batch, time, keyTime, features]
    return mul(sum(bent, -1), this.weight(this.#concatScoreWeight));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), scoreMode: this.#scoreMode };
  }
}

/**
 * Dot-product attention (Luong): softmax(query keyᵀ) value, over the keys that the mask of the value and the order
 * admit.
 *
 * Inputs `[query, value]` or `[query, value, key]`, float32 `[batch, time, features]`, `[batch, keyTime, features]`
 * and `[batch, keyTime, features]`; the key is the value where it is left out, and one input alone attends to itself.
 * Output float32 `[batch, time, features]` with the features of the value, 0 where the mask of the query says so, and
 * the mask of the query; with `returnAttentionScores` also the attention weights, `[batch, time, keyTime]`. Weights
 * with `useScale`: `scale` `[]`, by which query · key is multiplied; with scoreMode `concat`: `concatScoreWeight` `[]`,
 * the score being concatScoreWeight · Σ tanh(scale · (query + key)).
 *
 * A query that may see no key at all gets zeros (Keras: the mean of what is masked).
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} ATTENTION_INPUTS, ATTENTION_RANK, ATTENTION_SHAPES
 * @example
 * import { attention, input, model } from '@isograd/layers';
 * const query = input({ shape: [3, 8], name: 'query' });
 * const value = input({ shape: [5, 8], name: 'value' });
 * const mixed = model({ inputs: [query, value], outputs: attention().apply([query, value]) });
 * @see Luong et al.: "Effective Approaches to Attention-based Neural Machine Translation" (2015)
 */
export function attention(options: AttentionLayerOptions = {}): Attention {
  return new Attention(options);
}
