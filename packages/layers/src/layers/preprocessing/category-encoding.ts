/** Turns numbers of categories into rows. */
import type { DType, NdArray, PartialShape } from '@isograd/core';
import { cast, type Tensor } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { idOutOfRange } from '../core/core-layer-messages.js';
import { positiveInteger } from '../../option-checks.js';
import { countWeights } from './preprocessing-messages.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { encodedShape, encodeNumbers, type OutputMode, outputModeOption } from './output-mode.js';

/** Options of `categoryEncoding`, with Keras's names. */
export interface CategoryEncodingOptions extends LayerOptions {
  /** How many categories there are; inputs are in [0, numTokens). */
  readonly numTokens: number;
  /** Default: multiHot. */
  readonly outputMode?: Exclude<OutputMode, 'int' | 'tfIdf'>;
}

/** The layer behind `categoryEncoding`. */
export class CategoryEncoding extends Layer {
  readonly className: string = 'CategoryEncoding';
  readonly #numTokens: number;
  readonly #outputMode: OutputMode;

  constructor(options: CategoryEncodingOptions) {
    super(options);
    const { outputMode = 'multiHot' } = options;
    this.#numTokens = positiveInteger('categoryEncoding', 'numTokens', options.numTokens);
    this.#outputMode = outputModeOption('categoryEncoding', outputMode, ['oneHot', 'multiHot', 'count']);
  }

  override get inputDType(): DType {
    return 'int32';
  }

  /** A number out of range counts for nothing, which is hardly what was meant. */
  override checkInputData(where: string, data: NdArray): void {
    if (data.dtype === 'float32') return; // weights of counts, or whole numbers: the step itself takes both
    const index = data.data.findIndex((id) => !(id >= 0 && id < this.#numTokens));
    if (index >= 0) {
      throw idOutOfRange(`${where}, ${this.label}`, data.data[index] ?? Number.NaN, index, this.#numTokens);
    }
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const [shape, weights, ...rest] = inputShapes;
    if (weights !== undefined) {
      const fits = weights.length === shape.length && weights.every((size, axis) => size === shape[axis]);
      if (this.#outputMode !== 'count' || rest.length > 0 || !fits) throw countWeights(this.label, inputShapes);
    }
    return encodedShape(this.label, shape, this.#outputMode, this.#numTokens);
  }

  override call([x, weights]: TensorList): Tensor {
    this.computeOutputShape(weights === undefined ? [x.shape] : [x.shape, weights.shape]);
    const numbers = x.dtype === 'int32' ? x : cast(x, 'int32');
    const floats = weights === undefined ? undefined : cast(weights, 'float32');
    return encodeNumbers(this.label, numbers, this.#outputMode, this.#numTokens, floats);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), numTokens: this.#numTokens, outputMode: this.#outputMode };
  }
}

/**
 * Turns numbers of categories into rows of `numTokens`: `oneHot`, one row for each number; `multiHot`, one row for the
 * whole last axis with 1 where a number occurs; `count`, the same with how often it occurs, or with the sum of what
 * each counts where a second input says that.
 *
 * Input int32 `[batch, ..., tokens]` in [0, numTokens), and for `count` optionally float32 of the same shape; output
 * float32 `[batch, ..., numTokens]`, for `oneHot` `[batch, ..., tokens, numTokens]` without an axis of one token.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} SHAPE_RANK, COUNT_WEIGHTS
 * @example
 * import { categoryEncoding, dense, sequential } from '@isograd/layers';
 * const model = sequential({
 *   layers: [categoryEncoding({ numTokens: 20, outputMode: 'count', inputShape: [8] }), dense({ units: 1 })],
 * });
 */
export function categoryEncoding(options: CategoryEncodingOptions): CategoryEncoding {
  return new CategoryEncoding(options);
}
