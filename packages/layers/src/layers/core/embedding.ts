/** A table of vectors, looked up by number. */
import { type DType, describeTensor, type NdArray, type PartialShape } from '@isograd/core';
import { gather, notEqual, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { ConstraintOption } from '../../constraints/named-constraint.js';
import type { InitializerOption } from '../../initializers/named-initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { wrongInputDType } from '../../messages.js';
import { idOutOfRange } from './core-layer-messages.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, positiveInteger } from '../../option-checks.js';
import type { RegularizerOption } from '../../regularizers/named-regularizer.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { readWeightOptions, type WeightSettings } from '../kernel-options.js';

/** Options of `embedding`, with Keras's names. */
export interface EmbeddingOptions extends LayerOptions {
  /** Number of vectors; inputs are in [0, inputDim). */
  readonly inputDim: number;
  /** Length of each vector. */
  readonly outputDim: number;
  /** Default: randomUniform (±0.05). */
  readonly embeddingsInitializer?: InitializerOption;
  /** Adds a term to the loss. Default: none. */
  readonly embeddingsRegularizer?: RegularizerOption;
  /** Applied after every update. Default: none. */
  readonly embeddingsConstraint?: ConstraintOption;
  /** Whether 0 stands for no token: layers behind it that use masks skip it. Default: false. */
  readonly maskZero?: boolean;
  /** Length of the sequences, in place of `inputShape` (tfjs-layers). Default: any. */
  readonly inputLength?: number;
}

/** The layer behind `embedding`. */
export class Embedding extends Layer {
  readonly className: string = 'Embedding';
  /** Number of vectors. */
  readonly inputDim: number;
  /** Length of each vector. */
  readonly outputDim: number;
  readonly #settings: WeightSettings;
  readonly #settingsConfig: LayerConfig;
  readonly #maskZero: boolean;
  #embeddings: Weight | undefined;

  constructor(options: EmbeddingOptions) {
    super(withInputLength(options));
    this.inputDim = positiveInteger('embedding', 'inputDim', options.inputDim);
    this.outputDim = positiveInteger('embedding', 'outputDim', options.outputDim);
    const { settings, config } = readWeightOptions('embedding', 'embeddings', options, 'randomUniform');
    this.#settings = settings;
    this.#settingsConfig = config;
    this.#maskZero = booleanOption('embedding', 'maskZero', options.maskZero ?? false);
  }

  /** A number out of range would read foreign memory on some backends, and cost a check an element on all. */
  override checkInputData(where: string, data: NdArray): void {
    const index = data.data.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id < this.inputDim));
    if (index >= 0) throw idOutOfRange(`${where}, ${this.label}`, data.data[index] ?? Number.NaN, index, this.inputDim);
  }

  override get inputDType(): DType {
    return 'int32';
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    return [...onlyInput(this.label, inputShapes), this.outputDim];
  }

  override build(): void {
    this.#embeddings = this.addWeight('embeddings', [this.inputDim, this.outputDim], this.#settings);
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
    return reshape(rows, [...x.shape, this.outputDim]);
  }

  override computeMask([x]: TensorList, _masks: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    return this.#maskZero ? [notEqual(x, 0)] : [];
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      inputDim: this.inputDim,
      outputDim: this.outputDim,
      ...this.#settingsConfig,
      maskZero: this.#maskZero,
    };
  }
}

function withInputLength(options: EmbeddingOptions): EmbeddingOptions {
  const { inputLength, inputShape } = options;
  if (inputLength === undefined || inputShape !== undefined) return options;
  return { ...options, inputShape: [positiveInteger('embedding', 'inputLength', inputLength)] };
}

/**
 * Replaces each number by a vector that is trained.
 *
 * Input int32 `[batch, ...]` in [0, inputDim), output float32 `[batch, ..., outputDim]`; weight `embeddings`
 * `[inputDim, outputDim]`. With `maskZero` the output has the mask x ≠ 0; row 0 of the weight then stands for no token.
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INPUT_DTYPE
 */
export function embedding(options: EmbeddingOptions): Embedding {
  return new Embedding(options);
}
