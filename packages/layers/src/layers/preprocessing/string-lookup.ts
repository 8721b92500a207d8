/** Numbers texts. */
import type { NdArray } from '@isograd/core';
import type { LayerConfig } from '../../layer.js';
import { notAdapted, notInVocabulary } from './preprocessing-messages.js';
import { encodeRows } from './encode-rows.js';
import { hashBin, type Salt, saltOption } from './hash-bins.js';
import { learnVocabulary } from './learn-vocabulary.js';
import { TextTransformer } from './text-transformer.js';
import { flattenTexts, isText, type TextBatches, type Texts } from './texts.js';
import { Vocabulary, type VocabularyOptions } from './vocabulary.js';

/** Options of `stringLookup`, with Keras's names. */
export interface StringLookupOptions extends VocabularyOptions<string> {
  /** What numbers of unknown texts are turned back into. Default: `[UNK]`. */
  readonly oovToken?: string;
  /** Keys the hash by which unknown texts share several numbers. Default: none. */
  readonly salt?: Salt | null;
}

/** The transformer behind `stringLookup`. */
export class StringLookup extends TextTransformer {
  readonly className: string = 'StringLookup';
  readonly #vocabulary: Vocabulary<string>;
  readonly #salt: readonly [number, number] | undefined;

  constructor(options: StringLookupOptions = {}) {
    super();
    this.#vocabulary = new Vocabulary('stringLookup', options, '[UNK]', isText);
    this.#salt = saltOption('stringLookup', options.salt);
  }

  /**
   * Takes the texts of data as the vocabulary, the most frequent first; earlier ones are forgotten.
   *
   * @param data - Texts, or batches of them; for `tfIdf` a row is a document.
   * @throws {StateError} ADAPT_GIVEN when a vocabulary was given @throws {ValueError} ADAPT_NOTHING, TEXTS
   */
  async adapt(data: TextBatches): Promise<void> {
    await learnVocabulary(this.className, this.#vocabulary, data, (texts) => [texts]);
  }

  /**
   * Numbers of texts.
   *
   * @param texts - A text, or lists of texts `[..., tokens]`.
   * @returns int32 of the same shape for `int`, else float32 `[..., places]`.
   * @throws {StateError} NOT_ADAPTED @throws {ValueError} TEXTS, VOCABULARY_MISSING
   */
  override transform(texts: Texts): NdArray {
    const vocabulary = this.#vocabulary;
    if (!vocabulary.isReady) throw notAdapted(this.className, 'vocabulary');
    const { texts: tokens, shape } = flattenTexts(this.className, texts);
    const numbers = Int32Array.from(tokens, (token) => this.#numberOf(token));
    const { outputMode: mode, depth, idfWeights } = vocabulary;
    return encodeRows(this.className, numbers, shape, { mode, depth, idfWeights });
  }

  #numberOf(token: string): number {
    const { maskToken, outputMode, oovStart, numOovIndices, depth } = this.#vocabulary;
    if (token === maskToken) return outputMode === 'int' ? 0 : depth; // beyond the last place: counts for nothing
    const number = this.#vocabulary.numberOf(token);
    if (number !== undefined) return number;
    if (numOovIndices === 0) throw notInVocabulary(this.className, token);
    return oovStart + (numOovIndices === 1 ? 0 : hashBin(token, numOovIndices, this.#salt));
  }

  /**
   * The way back: texts of numbers, `oovToken` for those that stand for no text (Keras's option `invert`).
   *
   * @throws {StateError} NOT_ADAPTED
   */
  tokensOf(numbers: NdArray | ArrayLike<number>): string[] {
    if (!this.#vocabulary.isReady) throw notAdapted(this.className, 'vocabulary');
    const values: ArrayLike<number> = 'data' in numbers ? numbers.data : numbers;
    return Array.from(values, (number) => this.#vocabulary.tokenOf(number));
  }

  /** The texts in the order of their numbers, mask and out-of-vocabulary tokens included. */
  getVocabulary(): string[] {
    return this.#vocabulary.all();
  }

  override getConfig(): LayerConfig {
    return { ...this.#vocabulary.config(), ...(this.#salt === undefined ? {} : { salt: this.#salt }) };
  }
}

/**
 * Numbers texts: those of the vocabulary in its order, behind 0 for the mask token, if there is one, and the numbers for
 * texts that are not in it. Several such numbers are shared by FarmHash, or by SipHash with a `salt`, as in Keras.
 *
 * It works on the host, in a data pipeline, and is not part of a model (Keras: a layer).
 *
 * @throws {ValueError} LAYER_OPTION, VOCABULARY_TWICE, VOCABULARY_SIZE
 * @example
 * import { stringLookup } from '@isograd/layers';
 * const colors = stringLookup({ vocabulary: ['red', 'green', 'blue'] });
 * colors.transform(['green', 'pink']).data; // 2, 0
 */
export function stringLookup(options: StringLookupOptions = {}): StringLookup {
  return new StringLookup(options);
}
