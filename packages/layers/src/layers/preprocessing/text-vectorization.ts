/** Turns texts into numbers of words. */
import { NdArray } from '@isograd/core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { positiveInteger } from '../../option-checks.js';
import { functionInConfig, notAdapted, notTexts } from './preprocessing-messages.js';
import { encodeRows } from './encode-rows.js';
import { learnVocabulary } from './learn-vocabulary.js';
import { TextTransformer } from './text-transformer.js';
import { flattenTexts, isText, type TextBatches, type Texts } from './texts.js';
import { type SplitOption, splitOption, type StandardizeOption, standardizeOption } from './tokens-of-text.js';
import { Vocabulary, type VocabularyOptions } from './vocabulary.js';

/** Options of `textVectorization`, with Keras's names. */
export interface TextVectorizationOptions
  extends Omit<VocabularyOptions<string>, 'maskToken' | 'oovToken' | 'numOovIndices'> {
  /** What is done to a text first; null for nothing. Default: lowerAndStripPunctuation. */
  readonly standardize?: StandardizeOption;
  /** How it is split; null to take it as one token. Default: whitespace. */
  readonly split?: SplitOption;
  /** Runs of how many tokens become one: n for 1 to n, a list for these alone. Default: none. */
  readonly ngrams?: number | readonly number[] | null;
  /** For `int`, how many numbers come out for each text; it is cut or filled with 0. Default: as many as the longest has. */
  readonly outputSequenceLength?: number | null;
}

/** What every vocabulary of words has. */
const fixedOptions = { maskToken: '', oovToken: '[UNK]', numOovIndices: 1 } as const;

/** The transformer behind `textVectorization`. */
export class TextVectorization extends TextTransformer {
  readonly className: string = 'TextVectorization';
  readonly #vocabulary: Vocabulary<string>;
  readonly #standardize: ReturnType<typeof standardizeOption>;
  readonly #split: ReturnType<typeof splitOption>;
  readonly #ngrams: number | readonly number[] | undefined;
  readonly #length: number | undefined;

  constructor(options: TextVectorizationOptions = {}) {
    super();
    const where = 'textVectorization';
    this.#vocabulary = new Vocabulary(where, { ...options, ...fixedOptions }, '[UNK]', isText);
    this.#standardize = standardizeOption(where, options.standardize);
    this.#split = splitOption(where, options.split);
    this.#ngrams = ngramsOption(where, options.ngrams);
    const length = options.outputSequenceLength ?? undefined;
    this.#length = length === undefined ? undefined : positiveInteger(where, 'outputSequenceLength', length);
    if (length !== undefined && this.#vocabulary.outputMode !== 'int') {
      throw badOption(where, 'outputSequenceLength', length, "nothing but with outputMode 'int'");
    }
  }

  /**
   * Takes the tokens of texts as the vocabulary, the most frequent first; earlier ones are forgotten.
   *
   * @param data - Texts, or batches of them.
   * @throws {StateError} ADAPT_GIVEN when a vocabulary was given @throws {ValueError} ADAPT_NOTHING, TEXTS
   */
  async adapt(data: TextBatches): Promise<void> {
    const documentsIn = (texts: readonly string[]): (readonly string[])[] => texts.map((text) => this.#tokensIn(text));
    await learnVocabulary(this.className, this.#vocabulary, data, documentsIn);
  }

  /**
   * Numbers of the tokens of texts.
   *
   * @param texts - One text, a list `[batch]`, or lists of one text `[batch, 1]`.
   * @returns For `int`, int32 `[batch, time]`, 0 behind the last token and 1 for unknown ones; else float32
   * `[batch, places]`. Without the batch axis for one text.
   * @throws {StateError} NOT_ADAPTED @throws {ValueError} TEXTS
   */
  override transform(texts: Texts): NdArray {
    const vocabulary = this.#vocabulary;
    if (!vocabulary.isReady) throw notAdapted(this.className, 'vocabulary');
    const { texts: flat, shape } = flattenTexts(this.className, texts);
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
      throw notTexts(this.className, 'lists of several texts', 'a text, [batch] or [batch, 1]');
    }
    const rows = flat.map((text) => this.#tokensIn(text));
    const { outputMode: mode, depth, idfWeights } = vocabulary;
    const length = this.#length ?? rows.reduce((longest, row) => Math.max(longest, row.length), 0);
    const numbers = new Int32Array(rows.length * length).fill(mode === 'int' ? 0 : -1);
    rows.forEach((row, index) => {
      row.slice(0, length).forEach((token, place) => {
        numbers[index * length + place] = this.#numberOf(token);
      });
    });
    const isOne = shape.length === 0;
    const encoded = encodeRows(this.className, numbers, [rows.length, length], {
      mode,
      depth,
      idfWeights,
    });
    return isOne ? new NdArray(encoded.data, encoded.shape.slice(1)) : encoded;
  }

  #numberOf(token: string): number {
    const { oovStart, outputMode } = this.#vocabulary;
    if (token === '') return outputMode === 'int' ? 0 : -1;
    return this.#vocabulary.numberOf(token) ?? oovStart;
  }

  /** The tokens of a text, runs of tokens included. */
  #tokensIn(text: string): readonly string[] {
    const tokens = this.#split.of(this.#standardize.of(text));
    if (this.#ngrams === undefined) return tokens;
    const widths =
      typeof this.#ngrams === 'number' ? Array.from({ length: this.#ngrams }, (_, index) => index + 1) : this.#ngrams;
    return widths.flatMap((width) =>
      Array.from({ length: Math.max(tokens.length - width + 1, 0) }, (_, start) =>
        tokens.slice(start, start + width).join(' '),
      ),
    );
  }

  /** The tokens in the order of their numbers: '' and [UNK] first, for `int`. */
  getVocabulary(): string[] {
    return this.#vocabulary.all();
  }

  /** @throws {UnsupportedError} CONFIG_FUNCTION when it standardizes or splits by a function. */
  override getConfig(): LayerConfig {
    const ofVocabulary = Object.entries(this.#vocabulary.config()).filter(([option]) => !(option in fixedOptions));
    for (const [option, { name }] of [
      ['standardize', this.#standardize],
      ['split', this.#split],
    ] as const) {
      if (name === undefined) throw functionInConfig(this.className, option);
    }
    return {
      ...Object.fromEntries(ofVocabulary),
      standardize: this.#standardize.name,
      split: this.#split.name,
      ...(this.#ngrams === undefined ? {} : { ngrams: this.#ngrams }),
      ...(this.#length === undefined ? {} : { outputSequenceLength: this.#length }),
    };
  }
}

function ngramsOption(where: string, value: unknown): number | readonly number[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return positiveInteger(where, 'ngrams', value);
  if (value.length === 0) throw badOption(where, 'ngrams', value, 'a positive integer, or a list of them');
  return value.map((width) => positiveInteger(where, 'ngrams', width));
}

/**
 * Turns texts into numbers of their words: standardizes each, splits it, makes runs of words if asked, and looks each up
 * in a vocabulary that is given or found by `adapt`. 0 stands for no word, 1 for unknown ones.
 *
 * Only ASCII letters become small and only ASCII punctuation goes, as in Keras; pass a function for other scripts.
 *
 * It works on the host, in a data pipeline, and is not part of a model (Keras: a layer).
 *
 * @throws {ValueError} LAYER_OPTION, VOCABULARY_TWICE, VOCABULARY_SIZE
 * @example
 * import { textVectorization } from '@isograd/layers';
 * const vectorizer = textVectorization({ maxTokens: 1000, outputSequenceLength: 5 });
 * await vectorizer.adapt(['The cat sat.', 'The dog sat on the cat!']);
 * const numbers = vectorizer.transform(['the cat', 'a dog']); // int32 [2, 5]
 */
export function textVectorization(options: TextVectorizationOptions = {}): TextVectorization {
  return new TextVectorization(options);
}
