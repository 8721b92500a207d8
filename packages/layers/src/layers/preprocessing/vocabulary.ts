/**
 * Tokens and their numbers: first the mask token, then as many out-of-vocabulary numbers as were asked for, then the
 * tokens themselves, most frequent first. Only the mode `int` has a number for the mask token.
 */
import { badOption } from '../../messages.js';
import { booleanOption, positiveInteger, wholeNumber } from '../../option-checks.js';
import { repeatedToken, vocabularyTooLarge } from './preprocessing-messages.js';
import { type OutputMode, outputModeOption } from './output-mode.js';

/** What a vocabulary holds. */
export type Token = string | number;

/** Options of every layer that looks tokens up, with Keras's names. */
export interface VocabularyOptions<T extends Token> {
  /** Most numbers that there may be, mask and out-of-vocabulary ones included. Default: any number. */
  readonly maxTokens?: number;
  /** How many numbers unknown tokens share. Default: 1. */
  readonly numOovIndices?: number;
  /** The token that stands for none; it gets number 0. Default: none. */
  readonly maskToken?: T | null;
  /** The token that stands for unknown ones where numbers are turned back. */
  readonly oovToken?: T;
  /** The tokens, with or without mask and out-of-vocabulary tokens at the front. Default: from `adapt`. */
  readonly vocabulary?: readonly T[];
  /** For `tfIdf`, how rare each token of the vocabulary is: log(1 + documents / (1 + documents with it)). */
  readonly idfWeights?: readonly number[];
  /** Default: int. */
  readonly outputMode?: OutputMode;
  /** Whether rows have `maxTokens` places, however large the vocabulary is. Default: false. */
  readonly padToMaxTokens?: boolean;
}

/** How often tokens occur, and in how many documents. */
export class TokenCounts<T extends Token> {
  readonly #counts = new Map<T, number>();
  readonly #documentCounts = new Map<T, number>();
  #documents = 0;

  /** @param tokens - Of one document. */
  add(tokens: readonly T[]): void {
    for (const token of tokens) this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
    for (const token of new Set(tokens)) this.#documentCounts.set(token, (this.#documentCounts.get(token) ?? 0) + 1);
    this.#documents++;
  }

  /**
   * The most frequent tokens, of two equally frequent ones the later in order first (Keras's rule).
   *
   * @param without - Tokens that do not count.
   * @param count - At most how many.
   */
  mostFrequent(without: ReadonlySet<unknown>, count: number = Number.POSITIVE_INFINITY): T[] {
    return [...this.#counts]
      .filter(([token]) => !without.has(token))
      .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || compareTokens(b, a))
      .slice(0, count)
      .map(([token]) => token);
  }

  /** log(1 + documents / (1 + documents with the token)) */
  idf(token: T): number {
    return Math.log(1 + this.#documents / (1 + (this.#documentCounts.get(token) ?? 0)));
  }
}

/** A vocabulary and how its numbers come out. */
export class Vocabulary<T extends Token> {
  readonly outputMode: OutputMode;
  readonly maskToken: T | undefined;
  readonly oovToken: T;
  readonly numOovIndices: number;
  readonly maxTokens: number | undefined;
  readonly padToMaxTokens: boolean;
  /** Whether it was given, and so cannot be learned. */
  readonly isGiven: boolean;
  readonly #where: string;
  #tokens: readonly T[] | undefined;
  #numbers: ReadonlyMap<T, number> = new Map();
  #idfWeights: readonly number[] | undefined;

  /**
   * @param where - Name of the factory, for messages.
   * @param isToken - Tells tokens from other values.
   */
  constructor(where: string, options: VocabularyOptions<T>, oovToken: T, isToken: (value: unknown) => value is T) {
    const { maxTokens, numOovIndices = 1, maskToken = null, vocabulary, idfWeights, outputMode = 'int' } = options;
    this.#where = where;
    this.maxTokens = maxTokens === undefined ? undefined : positiveInteger(where, 'maxTokens', maxTokens);
    if (this.maxTokens === 1) throw badOption(where, 'maxTokens', maxTokens, 'an integer from 2 on');
    this.numOovIndices = wholeNumber(where, 'numOovIndices', numOovIndices);
    if (numOovIndices < 0 || numOovIndices > 2 ** 20) {
      throw badOption(where, 'numOovIndices', numOovIndices, 'an integer from 0 to 2^20');
    }
    this.oovToken = tokenOption(where, 'oovToken', options.oovToken ?? oovToken, isToken);
    this.maskToken = maskToken === null ? undefined : tokenOption(where, 'maskToken', maskToken, isToken);
    this.outputMode = outputModeOption(where, outputMode, ['int', 'oneHot', 'multiHot', 'count', 'tfIdf']);
    this.padToMaxTokens = booleanOption(where, 'padToMaxTokens', options.padToMaxTokens ?? false);
    if (this.padToMaxTokens && this.maxTokens === undefined) {
      throw badOption(where, 'padToMaxTokens', true, 'false without maxTokens');
    }
    this.isGiven = vocabulary !== undefined;
    const isTfIdf = this.outputMode === 'tfIdf';
    if ((idfWeights !== undefined) !== (isTfIdf && vocabulary !== undefined)) {
      throw badOption(where, 'idfWeights', idfWeights, "one for each token for outputMode 'tfIdf' with a vocabulary");
    }
    if (vocabulary !== undefined) this.set(tokensOption(where, vocabulary, isToken), idfWeights);
  }

  /** Number of the first unknown token. */
  get oovStart(): number {
    return this.maskToken !== undefined && this.outputMode === 'int' ? 1 : 0;
  }

  /** Number of the first token of the vocabulary. */
  get tokenStart(): number {
    return this.oovStart + this.numOovIndices;
  }

  /** Whether it knows its tokens. */
  get isReady(): boolean {
    return this.#tokens !== undefined;
  }

  /** Its tokens, without mask and out-of-vocabulary tokens. */
  get tokens(): readonly T[] {
    return this.#tokens ?? [];
  }

  /** How many numbers there are. */
  get size(): number {
    return this.tokenStart + this.tokens.length;
  }

  /** How many places a row has. */
  get depth(): number {
    return this.padToMaxTokens && this.maxTokens !== undefined ? this.maxTokens : this.size;
  }

  /** For each place of a row how rare its token is; of `tfIdf` alone. */
  get idfWeights(): readonly number[] | undefined {
    return this.#idfWeights;
  }

  /** The number of a token of the vocabulary. */
  numberOf(token: T): number | undefined {
    return this.#numbers.get(token);
  }

  /** The token of a number. */
  tokenOf(number: number): T {
    if (number === 0 && this.oovStart === 1 && this.maskToken !== undefined) return this.maskToken;
    return this.tokens[number - this.tokenStart] ?? this.oovToken;
  }

  /** All tokens in the order of their numbers. */
  all(): T[] {
    return Array.from({ length: this.size }, (_, number) => this.tokenOf(number));
  }

  /**
   * Sets the tokens.
   *
   * @param vocabulary - With or without mask and out-of-vocabulary tokens at the front.
   * @param idfWeights - One for each element of `vocabulary`; tokens in front that it does not have get their mean.
   * @throws {ValueError} VOCABULARY_TWICE, VOCABULARY_SIZE, LAYER_OPTION
   */
  set(vocabulary: readonly T[], idfWeights?: readonly number[]): void {
    const where = this.#where;
    const front = Array.from({ length: this.tokenStart }, (_, number) =>
      number < this.oovStart ? this.maskToken : this.oovToken,
    );
    const isWhole = front.every((token, number) => vocabulary[number] === token);
    const tokens = isWhole ? vocabulary.slice(front.length) : vocabulary;
    const seen = new Set<unknown>([this.maskToken]);
    for (const token of tokens) {
      if (seen.has(token)) throw repeatedToken(where, token);
      seen.add(token);
    }
    const size = this.tokenStart + tokens.length;
    if (this.maxTokens !== undefined && size > this.maxTokens) throw vocabularyTooLarge(where, size, this.maxTokens);
    if (idfWeights !== undefined) this.#idfWeights = this.#paddedWeights(vocabulary, idfWeights, isWhole);
    this.#tokens = [...tokens];
    this.#numbers = new Map(tokens.map((token, index) => [token, this.tokenStart + index]));
  }

  /** Takes the most frequent tokens, as many as there may be. */
  learn(counts: TokenCounts<T>): void {
    const room = this.maxTokens === undefined ? undefined : Math.max(this.maxTokens - this.tokenStart, 0);
    const tokens = counts.mostFrequent(new Set<unknown>([this.maskToken, this.oovToken]), room);
    const weights = this.outputMode === 'tfIdf' ? tokens.map((token) => counts.idf(token)) : undefined;
    this.set(tokens, weights);
  }

  #paddedWeights(vocabulary: readonly T[], weights: readonly number[], isWhole: boolean): readonly number[] {
    if (!Array.isArray(weights) || weights.length !== vocabulary.length || !weights.every(Number.isFinite)) {
      throw badOption(this.#where, 'idfWeights', weights, 'finite numbers, one for each token of the vocabulary');
    }
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(weights.length, 1);
    const before = Array.from({ length: isWhole ? 0 : this.tokenStart }, () => mean);
    const padded = [...before, ...(weights as readonly number[])];
    const after = this.padToMaxTokens ? Math.max((this.maxTokens ?? 0) - padded.length, 0) : 0;
    return [...padded, ...Array.from({ length: after }, () => 0)];
  }

  /** Its part of a config. */
  config(): Readonly<Record<string, unknown>> {
    const weights = this.#idfWeights;
    return {
      ...(this.maxTokens === undefined ? {} : { maxTokens: this.maxTokens }),
      numOovIndices: this.numOovIndices,
      ...(this.maskToken === undefined ? {} : { maskToken: this.maskToken }),
      oovToken: this.oovToken,
      ...(this.#tokens === undefined ? {} : { vocabulary: weights === undefined ? this.#tokens : this.all() }),
      ...(weights === undefined ? {} : { idfWeights: weights.slice(0, this.size) }),
      outputMode: this.outputMode,
      padToMaxTokens: this.padToMaxTokens,
    };
  }
}

/** Order of numbers, or of the code points of texts. */
function compareTokens(a: Token, b: Token): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [Array.from(String(a)), Array.from(String(b))];
  const place = left.findIndex((character, index) => character !== right[index]);
  if (place < 0) return left.length - right.length;
  return (left[place]?.codePointAt(0) ?? -1) - (right[place]?.codePointAt(0) ?? -1);
}

function tokenOption<T extends Token>(
  where: string,
  option: string,
  value: unknown,
  isToken: (value: unknown) => value is T,
): T {
  if (isToken(value)) return value;
  throw badOption(where, option, value, 'a token, as those of the vocabulary');
}

function tokensOption<T extends Token>(
  where: string,
  value: unknown,
  isToken: (value: unknown) => value is T,
): readonly T[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isToken)) return value;
  throw badOption(where, 'vocabulary', Array.isArray(value) ? typeof value[0] : value, 'a list of tokens of one kind');
}
