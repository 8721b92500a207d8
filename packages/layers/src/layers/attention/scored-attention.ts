/** What dot-product and additive attention share: all but the scores. */
import { maskedSoftmax, type PartialShape } from '@isograd/core';
import { add, cast, expandDims, matMul, mul, type Tensor } from '@tensorflow/tfjs-core';
import { attentionMismatch, attentionRank } from './attention-messages.js';
import { type CallContext, maskOf } from '../../call-context.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { unknownAxis } from '../../messages.js';
import { booleanOption, fraction, seedOption } from '../../option-checks.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import { type Dropout, dropout } from '../regularization/dropout.js';
import { attentionRoles, checkRoles } from './attention-roles.js';

/** Options of `attention` and `additiveAttention` but the scores, with Keras's names. */
export interface ScoredAttentionOptions extends LayerOptions {
  /** Whether the scores are scaled by a weight. Default: false (`additiveAttention`: true). */
  readonly useScale?: boolean;
  /** Share of the attention weights that is set to zero while training, from 0 up to, not including, 1. Default: 0. */
  readonly dropout?: number;
  /** Seed of the dropout. Default: drawn from the seed of the model. */
  readonly seed?: number;
  /** Whether query i sees the keys 0 to i only; an argument of the call in Keras. Default: false. */
  readonly useCausalMask?: boolean;
  /** Whether the attention weights are a second output; an argument of the call in Keras. Default: false. */
  readonly returnAttentionScores?: boolean;
}

/** Attention of one head, by scores that a subclass computes. */
export abstract class ScoredAttention extends Layer {
  protected readonly useScale: boolean;
  readonly #options: Required<Pick<ScoredAttentionOptions, 'useCausalMask' | 'returnAttentionScores'>>;
  readonly #rate: number;
  readonly #seed: number | undefined;
  readonly #dropout: Dropout | undefined;

  constructor(where: string, options: ScoredAttentionOptions, useScale: boolean) {
    super(options);
    this.useScale = booleanOption(where, 'useScale', options.useScale ?? useScale);
    this.#options = {
      useCausalMask: booleanOption(where, 'useCausalMask', options.useCausalMask ?? false),
      returnAttentionScores: booleanOption(where, 'returnAttentionScores', options.returnAttentionScores ?? false),
    };
    this.#rate = fraction(where, 'dropout', options.dropout ?? 0);
    this.#seed = seedOption(where, options.seed);
    if (this.#rate > 0) {
      this.#dropout = this.track(
        dropout({ rate: this.#rate, ...(options.seed === undefined ? {} : { seed: options.seed }) }),
      );
    }
  }

  /**
   * @param query - float32 `[batch, time, features]`
   * @param key - float32 `[batch, keyTime, features]`
   * @returns float32 `[batch, time, keyTime]`
   */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;

  override computeOutputShape(inputShapes: ShapeList): PartialShape | ShapeList {
    const roles = attentionRoles(this.label, inputShapes, 3);
    const { query, value, key } = roles;
    for (const [name, shape] of Object.entries({ query, value, key })) {
      if (shape.length !== 3) throw attentionRank(this.label, name, shape, '[batch, time, features]');
      if ((shape[2] ?? null) === null) throw unknownAxis(this.label, shape, 'a known last axis');
    }
    checkRoles(this.label, roles);
    if (query[2] !== key[2]) throw attentionMismatch(this.label, 'features', 'key', key, 'query', query);
    const [batch = null, time = null] = query;
    const mixed = [batch, time, value[2] ?? null];
    return this.#options.returnAttentionScores ? [mixed, [batch, time, key[1] ?? null]] : mixed;
  }

  override build(inputShapes: ShapeList): void {
    const { query, key } = attentionRoles(this.label, inputShapes, 3);
    const weights = [query[0] ?? null, query[1] ?? null, key[1] ?? null];
    if (this.#dropout !== undefined) this.#dropout.ensureBuilt([weights], this.contextOf(this.#dropout));
  }

  override call(inputs: TensorList, context: CallContext): Tensor | TensorList {
    const { query, value, key } = attentionRoles(this.label, inputs, 3);
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const queryMask = maskOf(query, context);
    const valueMask = maskOf(value, context);
    const { useCausalMask: isCausal, returnAttentionScores } = this.#options;
    const mask = valueMask === undefined ? {} : { mask: expandDims(valueMask, 1) }; // [batch, 1, keyTime]
    const shares = maskedSoftmax(this.scores(query, key), { isCausal, ...mask }); // [batch, time, keyTime]
    const weights = (this.#dropout?.run([shares], context) ?? shares) as Tensor;
    const mixed = matMul(weights, value); // [batch, time, features]
    const output = queryMask === undefined ? mixed : mul(mixed, expandDims(cast(queryMask, 'float32'), 2));
    return returnAttentionScores ? [output, weights] : output;
  }

  override computeMask(_inputs: TensorList, [query]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return [query];
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      useScale: this.useScale,
      dropout: this.#rate,
      ...(this.#seed === undefined ? {} : { seed: this.#seed }),
      ...this.#options,
    };
  }
}

/** query + key for each pair: float32 `[batch, time, keyTime, features]`. */
export function additiveSums(query: Tensor, key: Tensor): Tensor {
  return add(expandDims(query, 2), expandDims(key, 1));
}
