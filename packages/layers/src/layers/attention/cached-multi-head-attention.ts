/** Attention that remembers keys and values, for sequences that grow step by step. */
import { type PartialShape, type Shape, shapesMatch } from '@isograd/core';
import {
  add,
  cast,
  gather,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  maximum,
  minimum,
  mul,
  range,
  reshape,
  scalar,
  sub,
  type Tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { attentionMaskShape, attentionRank, cacheShape, positionsDType, positionsShape } from './attention-messages.js';
import { withErrorPath } from '../../error-path.js';
import { MultiHeadAttention, type MultiHeadAttentionOptions } from './multi-head-attention.js';

/** Keys and values of a sequence so far, by head; a tree of tensors, which `jit` takes and returns. */
export type AttentionCache = {
  /** float32 `[batch, length, heads, keyDim]`; 0 where no step has been yet. */
  readonly key: Tensor;
  /** float32 `[batch, length, heads, valueDim]` */
  readonly value: Tensor;
};

/** Keys and values of a sequence that does not grow, such as that of an encoder. */
export type EncoderCache = AttentionCache & {
  /** bool `[batch, keyTime]`: which of them count. Default: all. */
  readonly mask?: Tensor;
};

/** Where a step goes on. */
export interface AttentionState {
  /** What `startCache` or the step before returned; it stays the caller's. */
  readonly cache: AttentionCache;
  /** int32 `[]`: how many steps came before. */
  readonly position: Tensor;
}

/** What a step gives. */
export type CachedStep = {
  /** float32 `[batch, steps, features]` */
  readonly output: Tensor;
  /** The cache with these steps in it. */
  readonly cache: AttentionCache;
};

/** How large a cache is. */
export interface CacheSize {
  readonly batchSize: number;
  /** Length of the longest sequence. */
  readonly length: number;
}

/** The layer behind `cachedMultiHeadAttention`. */
export class CachedMultiHeadAttention extends MultiHeadAttention {
  override readonly className: string = 'CachedMultiHeadAttention';

  constructor(options: MultiHeadAttentionOptions) {
    super(options, 'cachedMultiHeadAttention');
  }

  /**
   * An empty cache.
   *
   * @param size - How many sequences of which length.
   * @returns Tensors of zeros; dispose them when they are no longer needed.
   */
  startCache({ batchSize, length }: CacheSize): AttentionCache {
    const { keyValueHeads, keyDim, valueDim } = this.sizes;
    return {
      key: zeros([batchSize, length, keyValueHeads, keyDim]),
      value: zeros([batchSize, length, keyValueHeads, valueDim]),
    };
  }

  /**
   * Attends from the next steps of a sequence to themselves and all steps before, of which only keys and values are
   * known. Later ones are not seen, whatever `useCausalMask` says; there is no dropout.
   *
   * @param x - float32 `[batch, steps, features]`: a first part of many steps, or one step.
   * @param state - Where it goes on; steps beyond the length of the cache are lost.
   * @returns Tensors of the caller.
   * @throws {ShapeError} CACHE_SHAPE, ATTENTION_RANK, POSITIONS_SHAPE @throws {DTypeError} POSITIONS_DTYPE
   * @throws {StateError} LAYER_NOT_BUILT
   */
  step(x: Tensor, { cache, position }: AttentionState): CachedStep {
    return withErrorPath(this.label, () => {
      this.#checkStep(x.shape, cache, position);
      const [, steps = 0] = x.shape;
      const [, length = 0] = cache.key.shape;
      return tidy((): CachedStep => {
        const given = this.dtypePolicy.compute(x);
        const added = this.projectKeysAndValues(given, given, inference);
        const offsets = sub(range(0, length, 1, 'int32'), position); // [length], 0 at the first of these steps
        const next = {
          key: withSteps(cache.key, added.key, offsets),
          value: withSteps(cache.value, added.value, offsets),
        };
        const distance = sub(reshape(range(0, steps, 1, 'int32'), [steps, 1]), offsets); // [steps, length], 0 at oneself
        const past = greaterEqual(distance, scalar(0, 'int32'));
        const window = this.slidingWindow;
        const seen = window === undefined ? past : logicalAnd(past, less(distance, scalar(window, 'int32')));
        return { output: this.attendTo(given, next, reshape(seen, [1, 1, steps, length]), inference), cache: next };
      });
    });
  }

  /**
   * Keys and values of a whole sequence, to be attended to by `attendCache`.
   *
   * @param x - float32 `[batch, keyTime, features]`
   * @param mask - bool `[batch, keyTime]`: which of them count. Default: all.
   * @returns Tensors of the caller.
   * @throws {ShapeError} ATTENTION_RANK, ATTENTION_MASK @throws {StateError} LAYER_NOT_BUILT
   */
  cacheOf(x: Tensor, mask?: Tensor): EncoderCache {
    return withErrorPath(this.label, () => {
      if (x.rank !== 3) throw attentionRank(this.label, 'the sequence', x.shape, '[batch, time, features]');
      this.checkFeatures({ value: x.shape, key: x.shape });
      const times = x.shape.slice(0, 2);
      if (mask !== undefined && !shapesMatch(mask.shape, times))
        throw attentionMaskShape(this.label, mask.shape, times);
      return tidy((): EncoderCache => {
        const given = this.dtypePolicy.compute(x);
        const heads = this.projectKeysAndValues(given, given, inference);
        return mask === undefined ? heads : { ...heads, mask: mask.clone() };
      });
    });
  }

  /**
   * Attends to all that counts in a cache.
   *
   * @param x - float32 `[batch, steps, features]`
   * @param cache - What `cacheOf` returned.
   * @returns float32 `[batch, steps, features]`
   * @throws {ShapeError} CACHE_SHAPE, ATTENTION_RANK @throws {StateError} LAYER_NOT_BUILT
   */
  attendCache(x: Tensor, cache: EncoderCache): Tensor {
    return withErrorPath(this.label, () => {
      this.#checkCache(x.shape, cache);
      const [batch = 0, length = 0] = cache.key.shape;
      return tidy(() => {
        const seen = cache.mask === undefined ? undefined : reshape(cache.mask, [batch, 1, 1, length]);
        return this.attendTo(this.dtypePolicy.compute(x), cache, seen, inference);
      });
    });
  }

  #checkStep(x: Shape, cache: AttentionCache, position: Tensor): void {
    this.#checkCache(x, cache);
    this.checkFeatures({ value: x, key: x });
    const [, length = 0] = cache.key.shape;
    if ((x[1] ?? 0) > length) {
      throw cacheShape(this.label, 'the length', cache.key.shape, withLength(cache.key.shape, x[1] ?? 0));
    }
    if (position.dtype !== 'int32') throw positionsDType(this.label, position.dtype);
    if (position.rank !== 0) throw positionsShape(this.label, position.shape, '[]');
  }

  #checkCache(x: Shape, cache: AttentionCache): void {
    if (x.length !== 3) throw attentionRank(this.label, 'its input', x, '[batch, time, features]');
    this.checkFeatures({ query: x });
    const { keyValueHeads, keyDim, valueDim } = this.sizes;
    const [batch = 0] = x;
    const [, length = 0] = cache.key.shape;
    for (const [name, headDim] of [
      ['key', keyDim],
      ['value', valueDim],
    ] as const) {
      const { shape } = cache[name];
      const expected = [batch, length, keyValueHeads, headDim];
      if (shape.length !== 4 || shape.some((size, axis) => size !== expected[axis])) {
        throw cacheShape(this.label, name, shape, expected);
      }
    }
  }
}

/** How a cache is computed. */
const inference = { training: false };

function withLength(shape: Shape, length: number): PartialShape {
  return shape.map((size, axis) => (axis === 1 ? length : size));
}

/**
 * The cache with some steps written over what stood in their place.
 *
 * @param cache - float32 `[batch, length, heads, headDim]`
 * @param added - float32 `[batch, steps, heads, headDim]`
 * @param offsets - int32 `[length]`: the number of the step that belongs to each place, beyond their range where it
 * stays as it is.
 */
function withSteps(cache: Tensor, added: Tensor, offsets: Tensor): Tensor {
  const [, steps = 0] = added.shape;
  const zero = scalar(0, 'int32');
  const last = scalar(steps - 1, 'int32');
  const isWritten = logicalAnd(greaterEqual(offsets, zero), lessEqual(offsets, last));
  const written = reshape(cast(isWritten, 'float32'), [1, offsets.size, 1, 1]);
  const spread = steps === 1 ? added : gather(added, minimum(maximum(offsets, zero), last), 1);
  return add(mul(cache, sub(1, written)), mul(spread, written));
}

/**
 * `multiHeadAttention` that can also go on step by step, without computing again what has been: `startCache` makes
 * room, `step` attends from new steps to all so far. For decoders of one's own; `transformerDecoder` holds one.
 *
 * As a layer in a model, and for training, it is `multiHeadAttention` with the same weights.
 *
 * @throws As `multiHeadAttention`.
 */
export function cachedMultiHeadAttention(options: MultiHeadAttentionOptions): CachedMultiHeadAttention {
  return new CachedMultiHeadAttention(options);
}
