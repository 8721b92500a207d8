/** Positions as vectors that are trained. */
import type { PartialShape } from '@isograd/core';
import { broadcastTo, gather, maximum, minimum, reshape, scalar, slice, type Tensor } from '@tensorflow/tfjs-core';
import { attentionRank, sequenceTooLong } from './attention-messages.js';
import type { Initializer } from '../../initializers/initializer.js';
import { type InitializerOption, resolveInitializer } from '../../initializers/named-initializer.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { lastAxisMismatch, unknownAxis } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { PositionLayer } from './position-layer.js';
import { positionsOf } from './positions.js';

/** Options of `positionEmbedding`, with KerasHub's names. */
export interface PositionEmbeddingOptions extends LayerOptions {
  /** Number of vectors: length of the longest sequence. */
  readonly sequenceLength: number;
  /** Default: glorotUniform. */
  readonly initializer?: InitializerOption;
}

/** The layer behind `positionEmbedding`. */
export class PositionEmbedding extends PositionLayer {
  readonly className: string = 'PositionEmbedding';
  readonly #sequenceLength: number;
  readonly #initializer: Initializer;
  #embeddings: Weight | undefined;

  constructor(options: PositionEmbeddingOptions) {
    super(options);
    this.#sequenceLength = positiveInteger('positionEmbedding', 'sequenceLength', options.sequenceLength);
    this.#initializer = resolveInitializer('positionEmbedding', options.initializer ?? 'glorotUniform');
  }

  protected override timeAxis(shape: PartialShape): number {
    const { label } = this;
    if (shape.length !== 3) throw attentionRank(label, 'its input', shape, '[batch, time, features]');
    const [, time = null, features = null] = shape;
    if (features === null) throw unknownAxis(label, shape, 'a known last axis');
    const [length = 0, expected = features] = this.#embeddings?.shape ?? [];
    if (features !== expected) throw lastAxisMismatch(label, shape, expected, [length, expected]);
    if (time !== null && time > this.#sequenceLength) throw sequenceTooLong(label, time, this.#sequenceLength);
    return 1;
  }

  override build([shape]: ShapeList): void {
    const features = shape.at(-1) ?? 1;
    this.#embeddings = this.addWeight('embeddings', [this.#sequenceLength, features], this.#initializer);
  }

  override call(inputs: TensorList): Tensor {
    this.checkInputs(inputs);
    const [x, given] = inputs;
    return broadcastTo(this.vectors(x.shape[1] ?? 0, given), x.shape);
  }

  /**
   * The vectors of a sequence, not yet repeated for each example; for layers that hold this one, in `call`.
   *
   * @param time - Number of steps.
   * @param given - int32 `[]` or `[batch, time]`: where the sequence is. Default: at the start.
   * @returns float32 `[1, time, features]` or `[batch, time, features]`
   */
  vectors(time: number, given: Tensor | undefined): Tensor {
    const embeddings = this.weight(this.#embeddings);
    const [length = 1, features = 1] = embeddings.shape;
    if (given === undefined) return reshape(slice(embeddings, [0, 0], [time, features]), [1, time, features]);
    const positions = positionsOf(this.label, time, given);
    // A row out of range would read foreign memory on some backends.
    const rows = minimum(maximum(positions, scalar(0, 'int32')), scalar(length - 1, 'int32'));
    return reshape(gather(embeddings, reshape(rows, [rows.size])), [...rows.shape, features]);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      sequenceLength: this.#sequenceLength,
      initializer: serialized(this.#initializer),
    };
  }
}

/**
 * A vector for each position that is trained, to be added to embeddings of tokens.
 *
 * Input float32 `[batch, time, features]`, of which only the shape matters, time being at most `sequenceLength`; the
 * output has the same shape and is the vectors alone, as in KerasHub. A second input, int32, says where the sequence
 * is: `[]`, the position of its first step (default: 0), or `[batch, time]`, that of every step; positions beyond the
 * last get the last. Weight `embeddings` `[sequenceLength, features]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @throws {ShapeError} ATTENTION_RANK, POSITIONS_SHAPE, POSITIONS_LENGTH @throws {DTypeError} POSITIONS_DTYPE
 * @see Devlin et al.: "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding" (2018)
 */
export function positionEmbedding(options: PositionEmbeddingOptions): PositionEmbedding {
  return new PositionEmbedding(options);
}
