/** A table of vectors that is also the way back from vectors to numbers. */
import { describeTensor, type NdArray, type PartialShape } from '@isograd/core';
import { div, matMul, mul, reshape, tanh, type Tensor } from '@tensorflow/tfjs-core';
import { embeddingRank } from './attention-messages.js';
import type { LayerConfig } from '../../layer.js';
import { lastAxisMismatch, wrongInputDType } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, positiveNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { Embedding, type EmbeddingOptions } from '../core/embedding.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';

/** Options of `reversibleEmbedding`, with Keras's names. */
export interface ReversibleEmbeddingOptions extends EmbeddingOptions {
  /** Whether both ways use the same weight. Default: true. */
  readonly tieWeights?: boolean;
  /** Limit of the logits, softly: tanh(logits / limit) · limit. Default: none. */
  readonly logitSoftCap?: number;
}

/** The layer behind `reversibleEmbedding`. */
export class ReversibleEmbedding extends Embedding {
  override readonly className: string = 'ReversibleEmbedding';
  readonly #tieWeights: boolean;
  readonly #logitSoftCap: number | undefined;
  readonly #reverseSettings: WeightSettings;
  #reverseEmbeddings: Weight | undefined;

  constructor(options: ReversibleEmbeddingOptions) {
    super(options);
    const where = 'reversibleEmbedding';
    this.#tieWeights = booleanOption(where, 'tieWeights', options.tieWeights ?? true);
    const { logitSoftCap, embeddingsInitializer } = options;
    this.#logitSoftCap = logitSoftCap === undefined ? undefined : positiveNumber(where, 'logitSoftCap', logitSoftCap);
    // Keras gives the way back the initializer alone.
    this.#reverseSettings = readWeightOptions(
      where,
      'embeddings',
      embeddingsInitializer === undefined ? {} : { embeddingsInitializer },
      'randomUniform',
    ).settings;
  }

  override checkInputData(where: string, data: NdArray): void {
    if (!isReverse(data.shape)) super.checkInputData(where, data);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { label, inputDim, outputDim } = this;
    const shape = onlyInput(label, inputShapes);
    if (shape.length < 1 || shape.length > 3) throw embeddingRank(label, shape, outputDim);
    if (!isReverse(shape)) return super.computeOutputShape(inputShapes);
    if (shape[2] !== outputDim) throw lastAxisMismatch(label, shape, outputDim, [outputDim, inputDim]);
    return [...shape.slice(0, 2), inputDim];
  }

  override build(): void {
    super.build();
    if (!this.#tieWeights) {
      this.#reverseEmbeddings = this.addWeight(
        'reverseEmbeddings',
        [this.outputDim, this.inputDim],
        this.#reverseSettings,
      );
    }
  }

  override call(inputs: TensorList): Tensor {
    const [x] = inputs;
    this.computeOutputShape([x.shape]);
    if (!isReverse(x.shape)) return super.call(inputs);
    if (x.dtype !== 'float32') {
      throw wrongInputDType(
        this.label,
        describeTensor(x),
        `float32 vectors where there are three axes`,
        'pass numbers of rows as int32 [batch, time].',
      );
    }
    const [batch = 0, time = 0, features = 0] = x.shape;
    const rows = reshape(x, [batch * time, features]);
    const kernel = this.weight(this.#tieWeights ? this.ownWeights[0] : this.#reverseEmbeddings);
    const logits = matMul(rows, kernel, false, this.#tieWeights); // [rows, inputDim]
    const limit = this.#logitSoftCap;
    return reshape(limit === undefined ? logits : mul(tanh(div(logits, limit)), limit), [batch, time, this.inputDim]);
  }

  override computeMask(inputs: TensorList, masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return isReverse(inputs[0].shape) ? masks : super.computeMask(inputs, masks);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      tieWeights: this.#tieWeights,
      ...(this.#logitSoftCap === undefined ? {} : { logitSoftCap: this.#logitSoftCap }),
    };
  }
}

/** Whether an input holds vectors, to be projected back. */
export function isReverse(shape: PartialShape): boolean {
  return shape.length === 3;
}

/**
 * An embedding that can be used backwards: it looks numbers up, and projects vectors back to a logit for each number,
 * by the transpose of the same weight (tied weights), or by one of its own.
 *
 * Input int32 `[batch, time]` in [0, inputDim): output float32 `[batch, time, outputDim]`. Input float32
 * `[batch, time, outputDim]`: output float32 `[batch, time, inputDim]`, with the mask of the input. Keras has an argument
 * `reverse` of the call; here the number of axes tells, so that both ways may be drawn in one model. Weights `embeddings`
 * `[inputDim, outputDim]`, and `reverseEmbeddings` `[outputDim, inputDim]` without `tieWeights`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INPUT_DTYPE @throws {ShapeError} EMBEDDING_DIRECTION
 * @example
 * import { dense, input, model, reversibleEmbedding } from '@isograd/layers';
 * const tokens = input({ shape: [12], dtype: 'int32' });
 * const words = reversibleEmbedding({ inputDim: 100, outputDim: 16 });
 * const hidden = dense({ units: 16, activation: 'gelu' }).apply(words.apply(tokens));
 * const language = model({ inputs: tokens, outputs: words.apply(hidden) }); // logits [batch, 12, 100]
 * @see Press and Wolf: "Using the Output Embedding to Improve Language Models" (2016)
 */
export function reversibleEmbedding(options: ReversibleEmbeddingOptions): ReversibleEmbedding {
  return new ReversibleEmbedding(options);
}
