/** A table of vectors, looked up by number. */
import { type DType, describeTensor, type NdArray, type PartialShape } from '@isograd/core';
import { gather, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Initializer } from '../../initializers/initializer.js';
import { type InitializerOption, resolveInitializer } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { idOutOfRange, wrongInputDType } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { onlyInput } from '../../only-input.js';
import { positiveInteger } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';

/** Options of `embedding`, with Keras's names. */
export interface EmbeddingOptions extends LayerOptions {
  /** Number of vectors; inputs are in [0, inputDim). */
  readonly inputDim: number;
  /** Length of each vector. */
  readonly outputDim: number;
  /** Default: randomUniform (±0.05). */
  readonly embeddingsInitializer?: InitializerOption;
}

/** The layer behind `embedding`. */
export class Embedding extends Layer {
  readonly className: string = 'Embedding';
  readonly #inputDim: number;
  readonly #outputDim: number;
  readonly #initializer: Initializer;
  #embeddings: Weight | undefined;

  constructor(options: EmbeddingOptions) {
    super(options);
    this.#inputDim = positiveInteger('embedding', 'inputDim', options.inputDim);
    this.#outputDim = positiveInteger('embedding', 'outputDim', options.outputDim);
    this.#initializer = resolveInitializer('embedding', options.embeddingsInitializer ?? 'randomUniform');
  }

  /** A number out of range would read foreign memory on some backends, and cost a check an element on all. */
  override checkInputData(where: string, data: NdArray): void {
    const index = data.data.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id < this.#inputDim));
    if (index >= 0)
      throw idOutOfRange(`${where}, ${this.label}`, data.data[index] ?? Number.NaN, index, this.#inputDim);
  }

  override get inputDType(): DType {
    return 'int32';
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return [...onlyInput(this.label, inputShapes), this.#outputDim];
  }

  override build(): void {
    this.#embeddings = this.addWeight('embeddings', [this.#inputDim, this.#outputDim], this.#initializer);
  }

  override call([x]: TensorList): Tensor {
    if (x.dtype !== 'int32') {
      throw wrongInputDType(
        this.label,
        describeTensor(x),
        'int32 numbers of rows',
        "pass Int32Array data, or input({ dtype: 'int32' }).",
      );
    }
    const rows = gather(this.weight(this.#embeddings), reshape(x, [x.size])); // [tokens, outputDim]
    return reshape(rows, [...x.shape, this.#outputDim]);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      inputDim: this.#inputDim,
      outputDim: this.#outputDim,
      embeddingsInitializer: serialized(this.#initializer),
    };
  }
}

/**
 * Replaces each number by a vector that is trained.
 *
 * Input int32 `[batch, ...]` in [0, inputDim), output float32 `[batch, ..., outputDim]`; weight `embeddings`
 * `[inputDim, outputDim]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INPUT_DTYPE
 */
export function embedding(options: EmbeddingOptions): Embedding {
  return new Embedding(options);
}
