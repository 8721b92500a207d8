/** Additive attention. */
import { mul, sum, tanh, type Tensor } from '@tensorflow/tfjs-core';
import { glorotUniform } from '../../initializers/variance-scaling.js';
import type { ShapeList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { attentionRoles } from './attention-roles.js';
import { additiveSums, ScoredAttention, type ScoredAttentionOptions } from './scored-attention.js';

/** The layer behind `additiveAttention`. */
export class AdditiveAttention extends ScoredAttention {
  readonly className: string = 'AdditiveAttention';
  #scale: Weight | undefined;

  constructor(options: ScoredAttentionOptions = {}) {
    super('additiveAttention', options, true);
  }

  override build(inputShapes: ShapeList): void {
    super.build(inputShapes);
    const features = attentionRoles(this.label, inputShapes, 3).query.at(-1) ?? 1;
    if (this.useScale) this.#scale = this.addWeight('scale', [features], glorotUniform());
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = tanh(additiveSums(query, key)); // [batch, time, keyTime, features]
    return sum(this.useScale ? mul(bent, this.weight(this.#scale)) : bent, -1);
  }
}

/**
 * Additive attention (Bahdanau): the score of a query and a key is Σ scale · tanh(query + key); all else is as in
 * `attention`, the inputs and outputs too. Weight with `useScale` (default: true): `scale` `[features]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} ATTENTION_INPUTS, ATTENTION_RANK, ATTENTION_SHAPES
 * @see Bahdanau et al.: "Neural Machine Translation by Jointly Learning to Align and Translate" (2014)
 */
export function additiveAttention(options: ScoredAttentionOptions = {}): AdditiveAttention {
  return new AdditiveAttention(options);
}
