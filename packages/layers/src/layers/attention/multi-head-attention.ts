/** Attention of several heads. */
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { axisOrAxes, positiveInteger } from '../../option-checks.js';
import { toList } from '../../tensor-list.js';
import { HeadAttention, type HeadAttentionOptions } from './head-attention.js';

/** Options of `multiHeadAttention`, with Keras's names. */
export interface MultiHeadAttentionOptions extends HeadAttentionOptions {
  /** Number of heads. */
  readonly numHeads: number;
  /** Size of each head for queries and keys. */
  readonly keyDim: number;
  /** Size of each head for values. Default: `keyDim`. */
  readonly valueDim?: number;
  /** Shape of each position of the output. Default: the features of the query. */
  readonly outputShape?: number | readonly number[];
  /** Axes along which positions attend, counted from the batch axis, 0. Default: all between batch and features. */
  readonly attentionAxes?: number | readonly number[];
}

/** The layer behind `multiHeadAttention`. */
export class MultiHeadAttention extends HeadAttention {
  readonly className: string = 'MultiHeadAttention';

  constructor(options: MultiHeadAttentionOptions, where = 'multiHeadAttention') {
    const numHeads = positiveInteger(where, 'numHeads', options.numHeads);
    const keyDim = positiveInteger(where, 'keyDim', options.keyDim);
    const { outputShape, attentionAxes } = options;
    super(where, options, {
      queryHeads: numHeads,
      keyValueHeads: numHeads,
      keyDim,
      valueDim: positiveInteger(where, 'valueDim', options.valueDim ?? keyDim),
      outputShape: outputShape === undefined ? undefined : positionShape(where, outputShape),
      attentionAxes:
        attentionAxes === undefined ? undefined : toList(axisOrAxes(where, 'attentionAxes', attentionAxes)),
    });
  }

  override getConfig(): LayerConfig {
    const { queryHeads: numHeads, keyDim, valueDim, outputShape, attentionAxes } = this.sizes;
    return {
      ...super.getConfig(),
      numHeads,
      keyDim,
      valueDim,
      ...(outputShape === undefined ? {} : { outputShape }),
      ...(attentionAxes === undefined ? {} : { attentionAxes }),
    };
  }
}

function positionShape(where: string, value: unknown): readonly number[] {
  const sizes: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (sizes.length === 0) throw badOption(where, 'outputShape', value, 'a positive integer or a list of them');
  return sizes.map((size) => positiveInteger(where, 'outputShape', size));
}

/**
 * Attention of several heads: queries, keys and values are projected to `numHeads` heads, each of which mixes values
 * by softmax(query keyᵀ / sqrt(keyDim)); what they give is joined and projected back.
 *
 * Inputs `[query, value]`, `[query, value, key]` or `[query, value, key, mask]`: float32 `[batch, time, features]`,
 * `[batch, keyTime, features]` twice, of different features if need be, and a mask of pairs, bool
 * `[batch, time, keyTime]` or `[batch, heads, time, keyTime]` (numbers count where they are not 0). The key is the
 * value where it is left out; one input alone attends to itself. Between batch and features there may be several axes.
 * Output float32 `[batch, time, features]`, with the mask of the query; with `returnAttentionScores` also the
 * attention weights, float32 `[batch, heads, time, keyTime]`, before dropout.
 *
 * Weights: `query/kernel` and `key/kernel` `[features, heads, keyDim]`, `gate/kernel` (with `useGate`) and
 * `value/kernel` `[features, heads, valueDim]`, `attention_output/kernel` `[heads, valueDim, features]`, each with a
 * `bias`. `activityRegularizer` applies to each projection, as in Keras.
 *
 * Keys that the mask of the value or of the key excludes are not seen. A query that may see no key gets zeros from
 * the heads (Keras: the mean of all values where the scores are not returned, zeros where they are). The mask of the
 * query changes nothing but the mask of the output. PyTorch's `nn.MultiheadAttention` has batch second unless
 * `batch_first`, and masks that are true where a key is not seen.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN, ATTENTION_ORDER
 * @throws {ShapeError} ATTENTION_INPUTS, ATTENTION_RANK, ATTENTION_SHAPES, ATTENTION_AXES, ATTENTION_MASK
 * @example
 * import { input, model, multiHeadAttention } from '@isograd/layers';
 * const tokens = input({ shape: [10, 16] });
 * const attended = multiHeadAttention({ numHeads: 2, keyDim: 8, useCausalMask: true }).apply(tokens);
 * const causal = model({ inputs: tokens, outputs: attended });
 * @see Vaswani et al.: "Attention Is All You Need" (2017)
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): MultiHeadAttention {
  return new MultiHeadAttention(options);
}
