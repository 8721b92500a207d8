/** A block of a transformer that sees what came before, and an encoder's sequence. */
import type { PartialShape } from '@isograd/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { attentionMismatch, crossAttentionDiffers } from './attention-messages.js';
import { type CallContext, withMasks } from '../../call-context.js';
import { withErrorPath } from '../../error-path.js';
import type { LayerConfig } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import { booleanOption } from '../../option-checks.js';
import { asNonEmpty, type ShapeList, type TensorList } from '../../tensor-list.js';
import {
  type AttentionCache,
  type AttentionState,
  type CachedMultiHeadAttention,
  type CachedStep,
  cachedMultiHeadAttention,
  type CacheSize,
  type EncoderCache,
} from './cached-multi-head-attention.js';
import { type Sublayer, TransformerBlock, type TransformerOptions } from './transformer-block.js';

/** Options of `transformerDecoder`, with KerasHub's names. */
export interface TransformerDecoderOptions extends TransformerOptions {
  /** Whether position i sees the positions 0 to i only; an argument of the call in KerasHub. Default: true. */
  readonly useCausalMask?: boolean;
}

/** Where a step of a decoder goes on. */
export interface DecoderState extends AttentionState {
  /** What `encode` returned, where the block attends to an encoder. */
  readonly encoder?: EncoderCache;
}

/** Attention with what is around it. */
type AttentionPart = Sublayer & { readonly layer: CachedMultiHeadAttention };

/** The layer behind `transformerDecoder`. */
export class TransformerDecoder extends TransformerBlock {
  readonly className: string = 'TransformerDecoder';
  readonly #useCausalMask: boolean;
  #self: AttentionPart | undefined;
  #cross: AttentionPart | undefined;

  constructor(options: TransformerDecoderOptions) {
    super('transformerDecoder', options);
    this.#useCausalMask = booleanOption('transformerDecoder', 'useCausalMask', options.useCausalMask ?? true);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    if (inputShapes.length > 2) throw wrongInputCount(this.label, inputShapes.length, 2);
    const [shape, encoder] = inputShapes;
    this.checkThrough(shape);
    if (this.#self !== undefined && (encoder === undefined) !== (this.#cross === undefined)) {
      throw crossAttentionDiffers(this.label, this.#cross !== undefined);
    }
    if (encoder === undefined) return shape;
    this.checkSequence("the encoder's sequence", encoder);
    const [batch = null] = shape;
    const [encoderBatch = null] = encoder;
    if (batch !== null && encoderBatch !== null && batch !== encoderBatch) {
      throw attentionMismatch(this.label, 'batch', "the encoder's sequence", encoder, 'its input', shape);
    }
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    this.computeOutputShape(inputShapes);
    const [shape, encoder] = inputShapes;
    this.#self = this.#addAttention('self_attention', shape);
    if (encoder !== undefined) this.#cross = this.#addAttention('cross_attention', shape, encoder);
    this.addNetwork(shape);
  }

  #addAttention(name: string, shape: PartialShape, encoder?: PartialShape): AttentionPart {
    const options = this.attentionOptions(name, shape[2] ?? 1);
    const useCausalMask = encoder === undefined && this.#useCausalMask;
    const layer = cachedMultiHeadAttention({ ...options, useCausalMask });
    this.addLayer(layer, shape, ...(encoder === undefined ? [] : [encoder]));
    return { layer, ...this.addSublayer(name, shape) };
  }

  override call(inputs: TensorList, context: CallContext): Tensor {
    const self = this.requirePart(this.#self);
    const cross = this.#cross;
    this.computeOutputShape(asNonEmpty(inputs.map(({ shape }) => shape)));
    const [x, encoder] = inputs;
    const attended = this.around(x, self, context, (inner) => self.layer.run([inner], context) as Tensor);
    const informed =
      cross === undefined || encoder === undefined
        ? attended
        : this.around(attended, cross, context, (inner) => cross.layer.run([inner, encoder], context) as Tensor);
    return this.throughNetwork(informed, context);
  }

  /**
   * Room for the keys and values of a sequence, with which `step` begins.
   *
   * @param size - How many sequences of which length, the prompt and all.
   * @returns Tensors of the caller.
   * @throws {StateError} LAYER_NOT_BUILT
   */
  startCache(size: CacheSize): AttentionCache {
    return this.requirePart(this.#self).layer.startCache(size);
  }

  /**
   * Keys and values of an encoder's sequence, computed once for all steps.
   *
   * @param sequence - float32 `[batch, encoderTime, encoderFeatures]`
   * @param mask - bool `[batch, encoderTime]`: which positions count. Default: all.
   * @returns Tensors of the caller.
   * @throws {StateError} LAYER_NOT_BUILT, DECODER_INPUTS @throws {ShapeError} ATTENTION_RANK, ATTENTION_MASK
   */
  encode(sequence: Tensor, mask?: Tensor): EncoderCache {
    this.requirePart(this.#self);
    if (this.#cross === undefined) throw crossAttentionDiffers(this.label, false);
    return this.#cross.layer.cacheOf(sequence, mask);
  }

  /**
   * Carries a sequence on, without computing again what has been: what comes out is what the whole sequence would give
   * at these positions. A step reads no value to the host and has fixed shapes, so that `jit` captures it once for all
   * steps.
   *
   * @param x - float32 `[batch, steps, features]`: the prompt, or the next position alone.
   * @param state - Where it goes on; positions beyond the length of the cache are lost.
   * @returns Tensors of the caller.
   * @throws {StateError} LAYER_NOT_BUILT, DECODER_INPUTS @throws {ShapeError} CACHE_SHAPE, ATTENTION_RANK, POSITIONS_SHAPE
   * @throws {DTypeError} POSITIONS_DTYPE
   * @example
   * import { useBackend } from '@isograd/core';
   * import { cpu } from '@isograd/backend-cpu';
   * import { jit } from '@isograd/jit';
   * import { type AttentionCache, input, model, tokenAndPositionEmbedding, transformerDecoder } from '@isograd/layers';
   * import * as tf from '@tensorflow/tfjs-core';
   * await useBackend(cpu());
   * const tokens = input({ shape: [null], dtype: 'int32' });
   * const embed = tokenAndPositionEmbedding({ vocabularySize: 20, sequenceLength: 8, embeddingDim: 16 });
   * const decoder = transformerDecoder({ intermediateDim: 32, numHeads: 2, normalizeFirst: true });
   * const logits = embed.apply(decoder.apply(embed.apply(tokens)));
   * const language = model({ inputs: tokens, outputs: logits, seed: 0 }); // train it with fit
   * language.initialize();
   *
   * const next = jit((token: tf.Tensor, cache: AttentionCache, position: tf.Tensor) => {
   *   const embedded = embed.run([token, position], { training: false }) as tf.Tensor;
   *   const step = decoder.step(embedded, { cache, position });
   *   const scores = embed.run([step.output], { training: false }) as tf.Tensor; // [1, 1, 20]
   *   return { token: tf.argMax(scores, -1), cache: step.cache };
   * });
   * let token = tf.tensor2d([[3]], [1, 1], 'int32') as tf.Tensor;
   * let cache = decoder.startCache({ batchSize: 1, length: 8 });
   * const sentence = [3];
   * for (let position = 0; position < 7; position++) {
   *   const before = [token, cache.key, cache.value];
   *   ({ token, cache } = next(token, cache, tf.scalar(position, 'int32')));
   *   tf.dispose(before);
   *   sentence.push(...(await token.data()));
   * }
   */
  step(x: Tensor, { cache, position, encoder }: DecoderState): CachedStep {
    return withErrorPath(this.label, () => {
      const self = this.requirePart(this.#self);
      const cross = this.#cross;
      this.checkThrough(x.shape);
      if ((cross === undefined) !== (encoder === undefined))
        throw crossAttentionDiffers(this.label, cross !== undefined);
      const context = withMasks({ training: false });
      return tidy((): CachedStep => {
        let grown = cache;
        const attended = this.around(x, self, context, (inner) => {
          const step = self.layer.step(inner, { cache, position });
          grown = step.cache;
          return step.output;
        });
        const informed =
          cross === undefined || encoder === undefined
            ? attended
            : this.around(attended, cross, context, (inner) => cross.layer.attendCache(inner, encoder));
        return { output: this.throughNetwork(informed, context), cache: grown };
      });
    });
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), useCausalMask: this.#useCausalMask };
  }
}

/**
 * A block of a transformer that writes a sequence: attention to what came before, attention to an encoder's sequence
 * where there is one, then a network of two dense layers at each position, each added to its input and normalized as
 * in `transformerEncoder`.
 *
 * Input float32 `[batch, time, features]`, or `[decoderSequence, encoderSequence]` with float32
 * `[batch, encoderTime, encoderFeatures]`; the number of inputs with which it is built stays. Output float32
 * `[batch, time, features]` with the mask of the first input. Masks of both are not attended to. Weights, by the names
 * of KerasHub: those of `multiHeadAttention` under `self_attention/` and `cross_attention/`, and gamma and beta of
 * `self_attention_layer_norm/`, `cross_attention_layer_norm/` and `feedforward_layer_norm/`, and the kernels and biases
 * of `feedforward_intermediate_dense/` and `feedforward_output_dense/`.
 *
 * To write a sequence token by token, `startCache` and `step` keep keys and values, so that a token costs no more than
 * itself; KerasHub passes caches and an index to the call.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN @throws {StateError} DECODER_INPUTS
 * @throws {ShapeError} ATTENTION_RANK, ATTENTION_HEADS, ATTENTION_SHAPES
 * @see Vaswani et al.: "Attention Is All You Need" (2017)
 */
export function transformerDecoder(options: TransformerDecoderOptions): TransformerDecoder {
  return new TransformerDecoder(options);
}
