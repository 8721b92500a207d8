/** Sorts numbers into bins. */
import type { DType, PartialShape } from '@isograd/core';
import { cast, expandDims, greaterEqual, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { onlyInput } from '../../only-input.js';
import { fraction, positiveInteger, positiveNumber } from '../../option-checks.js';
import { adaptFixed, adaptNothing, notAdapted } from './preprocessing-messages.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { type AdaptData, batchesToAdapt } from '../normalization/adapt-data.js';
import { encodedShape, encodeNumbers, type OutputMode, outputModeOption } from './output-mode.js';
import { boundariesOf, mergeSummaries, type QuantileSummary, summarize } from './quantile-summary.js';

/** Options of `discretization`, with Keras's names. */
export interface DiscretizationOptions extends LayerOptions {
  /** Where bins meet, in ascending order; bin i holds boundary i - 1 ≤ x < boundary i. Default: from `adapt`. */
  readonly binBoundaries?: readonly number[];
  /** How many bins `adapt` makes. Needed when no boundaries are given. */
  readonly numBins?: number;
  /** How exactly `adapt` finds them: the part of the data that one number stands for. Default: 0.01. */
  readonly epsilon?: number;
  /** Default: int. */
  readonly outputMode?: Exclude<OutputMode, 'tfIdf'>;
}

/** The layer behind `discretization`. */
export class Discretization extends Layer {
  readonly className: string = 'Discretization';
  readonly #numBins: number | undefined;
  readonly #epsilon: number;
  readonly #outputMode: OutputMode;
  #boundaries: readonly number[] | undefined;

  constructor(options: DiscretizationOptions) {
    super(options);
    const { binBoundaries, numBins, epsilon = 0.01, outputMode = 'int' } = options;
    const where = 'discretization';
    this.#boundaries = binBoundaries === undefined ? undefined : ascending(binBoundaries);
    this.#numBins = numBins === undefined ? undefined : positiveInteger(where, 'numBins', numBins);
    this.#epsilon = fraction(where, 'epsilon', positiveNumber(where, 'epsilon', epsilon));
    this.#outputMode = outputModeOption(where, outputMode, ['int', 'oneHot', 'multiHot', 'count']);
    if (binBoundaries === undefined && numBins === undefined) {
      throw badOption(where, 'numBins', numBins, 'a positive integer, since no binBoundaries are given');
    }
  }

  override get outputDType(): DType {
    return this.#outputMode === 'int' ? 'int32' : 'float32';
  }

  /** Where bins meet; undefined before `adapt`. */
  get binBoundaries(): readonly number[] | undefined {
    return this.#boundaries;
  }

  /**
   * Finds boundaries so that every bin holds about as many of the data, before the layer is used; earlier ones are
   * forgotten.
   *
   * @param data - An array, or batches of it, as they come from a data set: arrays, or `{ x }`.
   * @throws {StateError} ADAPT_GIVEN when boundaries were given, or once the layer is built
   * @throws {ValueError} ADAPT_NOTHING, DATA_KIND
   */
  async adapt(data: AdaptData): Promise<void> {
    if (this.#numBins === undefined || this.isBuilt) throw adaptFixed(this.label, 'binBoundaries');
    let summary: QuantileSummary = { values: [], weights: [] };
    for await (const batch of batchesToAdapt(this.label, data)) {
      summary = mergeSummaries(summarize(batch.data, this.#epsilon), summary, this.#epsilon);
    }
    if (summary.values.length === 0) throw adaptNothing(this.label);
    this.#boundaries = boundariesOf(summary, this.#numBins);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const depth = this.#boundaries === undefined ? (this.#numBins ?? 1) : this.#boundaries.length + 1;
    return encodedShape(this.label, onlyInput(this.label, inputShapes), this.#outputMode, depth);
  }

  override call([x]: TensorList): Tensor {
    if (this.#boundaries === undefined) throw notAdapted(this.label, 'binBoundaries');
    const isAbove = greaterEqual(expandDims(cast(x, 'float32'), -1), tensor1d([...this.#boundaries], 'float32'));
    const bins = sum(cast(isAbove, 'int32'), -1);
    return encodeNumbers(this.label, bins, this.#outputMode, this.#boundaries.length + 1);
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      ...(this.#boundaries === undefined ? {} : { binBoundaries: this.#boundaries }),
      ...(this.#numBins === undefined ? {} : { numBins: this.#numBins }),
      epsilon: this.#epsilon,
      outputMode: this.#outputMode,
    };
  }
}

function ascending(value: unknown): readonly number[] {
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [];
  const isAscending = numbers.every((number, index) => index === 0 || Number(numbers[index - 1]) <= Number(number));
  if (numbers.length > 0 && numbers.every(Number.isFinite) && isAscending) return numbers as readonly number[];
  throw badOption('discretization', 'binBoundaries', value, 'finite numbers in ascending order');
}

/**
 * Sorts numbers into bins: bin 0 below the first boundary, bin i from boundary i - 1 up to, not including, boundary i,
 * the last from the last boundary on. The boundaries are given, or found by `adapt` so that bins hold about as many of
 * the data; they are saved with the model. A model that was captured keeps those it was captured with.
 *
 * Input float32 or int32 `[batch, ...]`, output int32 of the same shape for `int`, else float32 as of
 * `categoryEncoding`, a row having one place for each bin.
 *
 * @throws {ValueError} LAYER_OPTION @throws {StateError} NOT_ADAPTED in use before `adapt`
 * @example
 * import { discretization } from '@isograd/layers';
 * const age = discretization({ binBoundaries: [18, 35, 65], outputMode: 'oneHot', inputShape: [1] });
 */
export function discretization(options: DiscretizationOptions): Discretization {
  return new Discretization(options);
}
