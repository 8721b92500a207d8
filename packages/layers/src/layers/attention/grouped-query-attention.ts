/** Attention in which several heads of queries share one of keys and values. */
import type { PartialShape } from '@isograd/core';
import { attentionRank } from './attention-messages.js';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList } from '../../tensor-list.js';
import { HeadAttention, type HeadAttentionOptions } from './head-attention.js';

/** Options of `groupedQueryAttention`, with Keras's names. */
export interface GroupedQueryAttentionOptions extends HeadAttentionOptions {
  /** Size of each head. */
  readonly headDim: number;
  /** Number of heads of the query. */
  readonly numQueryHeads: number;
  /** Number of heads of keys and values; divides `numQueryHeads`. 1 is multi-query attention. */
  readonly numKeyValueHeads: number;
}

/** The layer behind `groupedQueryAttention`. */
export class GroupedQueryAttention extends HeadAttention {
  readonly className: string = 'GroupQueryAttention';

  constructor(options: GroupedQueryAttentionOptions) {
    const where = 'groupedQueryAttention';
    const headDim = positiveInteger(where, 'headDim', options.headDim);
    const queryHeads = positiveInteger(where, 'numQueryHeads', options.numQueryHeads);
    const keyValueHeads = positiveInteger(where, 'numKeyValueHeads', options.numKeyValueHeads);
    if (queryHeads % keyValueHeads !== 0) {
      throw badOption(where, 'numKeyValueHeads', keyValueHeads, `a divisor of numQueryHeads, ${queryHeads}`);
    }
    super(where, options, { queryHeads, keyValueHeads, keyDim: headDim, valueDim: headDim });
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const [query] = inputShapes;
    if (query.length !== 3) throw attentionRank(this.label, 'query', query, '[batch, time, features]');
    return super.computeOutputShape(inputShapes);
  }

  override getConfig(): LayerConfig {
    const { queryHeads: numQueryHeads, keyValueHeads: numKeyValueHeads, keyDim: headDim } = this.sizes;
    return { ...super.getConfig(), headDim, numQueryHeads, numKeyValueHeads };
  }
}

/**
 * Attention of several heads of queries, groups of which share a head of keys and values: fewer weights and a smaller
 * cache for almost the same quality. Head i of the query asks head ⌊i · numKeyValueHeads / numQueryHeads⌋.
 *
 * Inputs, outputs and masks are those of `multiHeadAttention`. Weights: `query/kernel` `[features, queryHeads, headDim]`,
 * `key/kernel` and `value/kernel` `[features, keyValueHeads, headDim]`, `gate/kernel` (with `useGate`) as the query's,
 * `attention_output/kernel` `[queryHeads, headDim, features]`, each with a `bias`. Keras's class of this name is
 * exported as `GroupQueryAttention`, which configs name.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @throws {ShapeError} ATTENTION_INPUTS, ATTENTION_RANK, ATTENTION_SHAPES, ATTENTION_MASK
 * @see Ainslie et al.: "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints" (2023)
 */
export function groupedQueryAttention(options: GroupedQueryAttentionOptions): GroupedQueryAttention {
  return new GroupedQueryAttention(options);
}
