/** Vectors of tokens and of their positions, added. */
import type { DType, NdArray, PartialShape } from '@isograd/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { embeddingRank } from './attention-messages.js';
import type { CallContext } from '../../call-context.js';
import { type InitializerOption, resolveInitializer } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { wrongInputCount } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { booleanOption, positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { PositionEmbedding } from './position-embedding.js';
import { checkPositions } from './positions.js';
import { isReverse, ReversibleEmbedding } from './reversible-embedding.js';

/** Options of `tokenAndPositionEmbedding`, with KerasHub's names. */
export interface TokenAndPositionEmbeddingOptions extends LayerOptions {
  /** Number of tokens; inputs are in [0, vocabularySize). */
  readonly vocabularySize: number;
  /** Length of the longest sequence. */
  readonly sequenceLength: number;
  /** Length of each vector. */
  readonly embeddingDim: number;
  /** Whether the way back uses the same weight. Default: true. */
  readonly tieWeights?: boolean;
  /** Default: randomUniform (±0.05). */
  readonly embeddingsInitializer?: InitializerOption;
  /** Whether token 0 is padding, which the layers behind leave out. Default: false. */
  readonly maskZero?: boolean;
}

/** The layer behind `tokenAndPositionEmbedding`. */
export class TokenAndPositionEmbedding extends Layer {
  readonly className: string = 'TokenAndPositionEmbedding';
  readonly #config: LayerConfig;
  readonly #embeddingDim: number;
  readonly #sequenceLength: number;
  readonly #tokens: ReversibleEmbedding;
  readonly #positions: PositionEmbedding;
  #takesPositions = false;

  constructor(options: TokenAndPositionEmbeddingOptions) {
    super(options);
    const where = 'tokenAndPositionEmbedding';
    const inputDim = positiveInteger(where, 'vocabularySize', options.vocabularySize);
    this.#sequenceLength = positiveInteger(where, 'sequenceLength', options.sequenceLength);
    this.#embeddingDim = positiveInteger(where, 'embeddingDim', options.embeddingDim);
    const tieWeights = booleanOption(where, 'tieWeights', options.tieWeights ?? true);
    const maskZero = booleanOption(where, 'maskZero', options.maskZero ?? false);
    const initializer = resolveInitializer(where, options.embeddingsInitializer ?? 'randomUniform');
    const shared = { dtypePolicy: this.dtypePolicy };
    this.#tokens = this.track(
      new ReversibleEmbedding({
        ...shared,
        name: 'token_embedding',
        inputDim,
        outputDim: this.#embeddingDim,
        tieWeights,
        maskZero,
        embeddingsInitializer: initializer,
      }),
    );
    this.#positions = this.track(
      new PositionEmbedding({
        ...shared,
        name: 'position_embedding',
        sequenceLength: this.#sequenceLength,
        initializer,
      }),
    );
    this.#config = {
      vocabularySize: inputDim,
      sequenceLength: this.#sequenceLength,
      embeddingDim: this.#embeddingDim,
      tieWeights,
      embeddingsInitializer: serialized(initializer),
      maskZero,
    };
  }

  override get inputDType(): DType {
    return 'int32';
  }

  /** With positions as a second input it is not known which of the two the data are. */
  override checkInputData(where: string, data: NdArray): void {
    if (!this.#takesPositions) this.#tokens.checkInputData(where, data);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [shape, positions] = inputShapes;
    const most = isReverse(shape) ? 1 : 2;
    if (inputShapes.length > most) throw wrongInputCount(this.label, inputShapes.length, most);
    if (isReverse(shape)) return this.#tokens.computeOutputShape([shape]);
    if (shape.length !== 2) throw embeddingRank(this.label, shape, this.#embeddingDim);
    const embedded = this.#tokens.computeOutputShape([shape]);
    this.#positions.computeOutputShape([embedded]);
    checkPositions(this.label, shape[1] ?? null, positions);
    return embedded;
  }

  override build(inputShapes: ShapeList): void {
    this.#takesPositions = inputShapes.length > 1;
    this.#tokens.ensureBuilt([[null, null]], this.contextOf(this.#tokens));
    this.#positions.ensureBuilt([[null, null, this.#embeddingDim]], this.contextOf(this.#positions));
  }

  override call(inputs: TensorList, context: CallContext): Tensor {
    const [x, positions] = inputs;
    this.computeOutputShape(positions === undefined ? [x.shape] : [x.shape, positions.shape]);
    const embedded = this.#tokens.run([x], context) as Tensor;
    return isReverse(x.shape) ? embedded : add(embedded, this.#positions.vectors(x.shape[1] ?? 0, positions));
  }

  override computeMask([x]: TensorList, [mask]: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return this.#tokens.computeMask([x], [mask]);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#config };
  }
}

/**
 * Adds a trained vector of each token and one of its position.
 *
 * Input int32 `[batch, time]` in [0, vocabularySize), time at most `sequenceLength`; output float32
 * `[batch, time, embeddingDim]`, with the mask of what is not 0 with `maskZero`. A second input, int32, says where the
 * sequence is, as in `positionEmbedding`: `[]`, the position of its first token, or `[batch, time]`, that of every one.
 * Input float32 `[batch, time, embeddingDim]` goes back to logits `[batch, time, vocabularySize]`, as in
 * `reversibleEmbedding`. Weights `token_embedding/embeddings` `[vocabularySize, embeddingDim]`,
 * `token_embedding/reverseEmbeddings` without `tieWeights`, and `position_embedding/embeddings`
 * `[sequenceLength, embeddingDim]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN @throws {DTypeError} INPUT_DTYPE, POSITIONS_DTYPE
 * @throws {ShapeError} EMBEDDING_DIRECTION, POSITIONS_SHAPE, POSITIONS_LENGTH
 */
export function tokenAndPositionEmbedding(options: TokenAndPositionEmbeddingOptions): TokenAndPositionEmbedding {
  return new TokenAndPositionEmbedding(options);
}
