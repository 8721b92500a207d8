/** Numbers arbitrary integers from 0 on. */
import type { DType, NdArray, PartialShape } from '@isograd/core';
import {
  add,
  cast,
  equal,
  gather,
  lessEqual,
  minimum,
  mod,
  mul,
  reshape,
  scalar,
  type Tensor,
  tensor1d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, oneOf } from '../../option-checks.js';
import { badOption } from '../../messages.js';
import { adaptFixed, adaptNothing, notAdapted, notInVocabulary } from './preprocessing-messages.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import type { Weight } from '../../weight.js';
import { type AdaptData, batchesToAdapt } from '../normalization/adapt-data.js';
import { encodedShape, encodeNumbers } from './output-mode.js';
import { TokenCounts, Vocabulary, type VocabularyOptions } from './vocabulary.js';

/** Options of `integerLookup`, with Keras's names. */
export interface IntegerLookupOptions extends LayerOptions, VocabularyOptions<number> {
  /** The integer that stands for unknown ones where numbers are turned back. Default: -1. */
  readonly oovToken?: number;
  /** Whether numbers are turned back into integers of the vocabulary. Default: false. */
  readonly invert?: boolean;
  /** How several out-of-vocabulary numbers are shared: by the remainder. Default: floormod. */
  readonly oovMethod?: 'floormod';
}

const isInteger = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;

/** Larger than every token. */
const largest = 2 ** 31 - 1;

/** The layer behind `integerLookup`. */
export class IntegerLookup extends Layer {
  readonly className: string = 'IntegerLookup';
  readonly #vocabulary: Vocabulary<number>;
  readonly #invert: boolean;
  #tokens: Weight | undefined;
  #numbers: Weight | undefined;
  #idfWeights: Weight | undefined;

  constructor(options: IntegerLookupOptions = {}) {
    super(options);
    const where = 'integerLookup';
    this.#vocabulary = new Vocabulary(where, options, -1, isInteger);
    this.#invert = booleanOption(where, 'invert', options.invert ?? false);
    oneOf(where, 'oovMethod', options.oovMethod ?? 'floormod', ['floormod']);
    if (this.#invert && this.#vocabulary.outputMode !== 'int') {
      throw badOption(where, 'outputMode', this.#vocabulary.outputMode, "'int' with invert");
    }
  }

  override get inputDType(): DType {
    return 'int32';
  }

  override get outputDType(): DType {
    return this.#vocabulary.outputMode === 'int' ? 'int32' : 'float32';
  }

  /** The integers in the order of their numbers, mask and out-of-vocabulary tokens included. */
  getVocabulary(): number[] {
    return this.#vocabulary.all();
  }

  /**
   * Takes the integers of data as the vocabulary, the most frequent first, before the layer is used.
   *
   * @param data - An array, or batches of it, as they come from a data set: arrays, or `{ x }`. For `tfIdf` a row is a
   * document.
   * @throws {StateError} ADAPT_GIVEN when a vocabulary was given, or once the layer is built
   * @throws {ValueError} ADAPT_NOTHING, DATA_KIND
   */
  async adapt(data: AdaptData): Promise<void> {
    if (this.#vocabulary.isGiven || this.isBuilt) throw adaptFixed(this.label, 'vocabulary');
    const counts = new TokenCounts<number>();
    let size = 0;
    for await (const { data: values, shape } of batchesToAdapt(this.label, data)) {
      const rows = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
      for (let start = 0; start < values.length; start += rows) {
        counts.add(Array.from(values.subarray(start, start + rows), Math.trunc));
      }
      size += values.length;
    }
    if (size > 0) this.#vocabulary.learn(counts);
    if (this.#vocabulary.tokens.length === 0) throw adaptNothing(this.label);
  }

  override checkInputData(where: string, { data }: NdArray): void {
    const { numOovIndices, maskToken } = this.#vocabulary;
    if (this.#invert || numOovIndices > 0 || !this.#vocabulary.isReady) return;
    const isKnown = (token: number): boolean => token === maskToken || this.#vocabulary.numberOf(token) !== undefined;
    const index = data.findIndex((token) => !isKnown(token));
    if (index >= 0) throw notInVocabulary(`${where}, ${this.label}`, String(data[index]));
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const { outputMode, depth } = this.#vocabulary;
    return encodedShape(this.label, onlyInput(this.label, inputShapes), outputMode, depth);
  }

  override build(_inputShapes: ShapeList): void {
    const vocabulary = this.#vocabulary;
    if (!vocabulary.isReady) throw notAdapted(this.label, 'vocabulary');
    if (this.#invert) {
      this.#tokens = this.#addTable('tokens', [...vocabulary.all(), vocabulary.oovToken], 'int32');
      return;
    }
    const sorted = [...vocabulary.tokens].sort((a, b) => a - b);
    const numbers = sorted.map((token) => vocabulary.numberOf(token) ?? 0);
    this.#tokens = this.#addTable('tokens', sorted, 'int32');
    this.#numbers = this.#addTable('numbers', numbers, 'int32');
    if (vocabulary.outputMode === 'tfIdf') {
      this.#idfWeights = this.#addTable('idfWeights', vocabulary.idfWeights ?? [], 'float32');
    }
  }

  #addTable(name: string, values: readonly number[], dtype: 'int32' | 'float32'): Weight {
    const initializer = { className: 'Table', config: {}, init: () => tensor1d([...values], dtype) };
    return this.addWeight(name, [values.length], { initializer, isTrainable: false, dtype });
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const tokens = reshape(x.dtype === 'int32' ? x : cast(x, 'int32'), [x.size]);
    const { outputMode, depth } = this.#vocabulary;
    if (this.#invert) return reshape(this.#inverted(tokens), x.shape);
    const numbers = reshape(this.#looked(tokens), x.shape);
    const mode = outputMode === 'tfIdf' ? 'count' : outputMode;
    const encoded = encodeNumbers(this.label, numbers, mode, depth);
    return this.#idfWeights === undefined ? encoded : mul(encoded, this.weight(this.#idfWeights));
  }

  /** Numbers of integers. */
  #looked(tokens: Tensor): Tensor {
    const table = this.weight(this.#tokens);
    const { maskToken, oovStart, outputMode, numOovIndices, depth } = this.#vocabulary;
    const place = placeIn(table, tokens);
    const known = gather(this.weight(this.#numbers), place);
    const numbers = where(equal(gather(table, place), tokens), known, unknownNumbers(tokens, oovStart, numOovIndices));
    if (maskToken === undefined) return numbers;
    const masked = scalar(outputMode === 'int' ? 0 : depth, 'int32'); // beyond the last place: counts for nothing
    return where(equal(tokens, scalar(maskToken, 'int32')), masked, numbers);
  }

  /** Integers of numbers; the last of the table stands for those beyond it. */
  #inverted(numbers: Tensor): Tensor {
    const table = this.weight(this.#tokens);
    const beyond = scalar(table.size - 1, 'int32');
    const isNumber = lessEqual(scalar(0, 'int32'), numbers);
    return gather(table, cast(where(isNumber, minimum(numbers, beyond), beyond), 'int32'));
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), ...this.#vocabulary.config(), invert: this.#invert, oovMethod: 'floormod' };
  }
}

/** The last place of an ascending table whose value is at most that of each token, or 0: a binary search. */
function placeIn(table: Tensor, tokens: Tensor): Tensor {
  let place = zerosLike(tokens);
  const last = scalar(table.size - 1, 'int32');
  for (let step = 2 ** Math.floor(Math.log2(Math.max(table.size - 1, 1))); step >= 1; step /= 2) {
    const next = add(place, scalar(step, 'int32'));
    const read = gather(table, cast(minimum(next, last), 'int32'));
    const isWithin = lessEqual(next, last);
    place = where(lessEqual(where(isWithin, read, scalar(largest, 'int32')), tokens), minimum(next, last), place);
  }
  return cast(place, 'int32');
}

/** Numbers of tokens that the vocabulary lacks; -1 where there are none for them. */
function unknownNumbers(tokens: Tensor, oovStart: number, count: number): Tensor {
  if (count === 0) return scalar(-1, 'int32');
  if (count === 1) return scalar(oovStart, 'int32');
  return add(cast(mod(tokens, scalar(count, 'int32')), 'int32'), scalar(oovStart, 'int32'));
}

/**
 * Numbers integers: those of the vocabulary in its order, behind 0 for the mask token, if there is one, and the numbers
 * for integers that are not in it; with `invert`, the way back. The vocabulary is given, or found by `adapt`; it is saved
 * with the model.
 *
 * Input int32 `[batch, ...]`, output int32 of the same shape for `int`, else float32 as of `categoryEncoding`, a row
 * having one place for each number. Weights `tokens` and `numbers`, int32, not trained. With `numOovIndices: 0` an
 * unknown integer gives -1 within a model, and an error where it is data. (webgl tells integers up to 2^24 apart.)
 *
 * @throws {ValueError} LAYER_OPTION, VOCABULARY_TWICE, VOCABULARY_SIZE @throws {StateError} NOT_ADAPTED in use before
 * `adapt`
 * @example
 * import { dense, embedding, flatten, integerLookup, sequential } from '@isograd/layers';
 * const years = integerLookup({ vocabulary: [1999, 2005, 2010], inputShape: [1] });
 * const model = sequential({ layers: [years, embedding({ inputDim: 4, outputDim: 2 }), flatten(), dense({ units: 1 })] });
 */
export function integerLookup(options: IntegerLookupOptions = {}): IntegerLookup {
  return new IntegerLookup(options);
}
