/** Sorts texts and integers into bins by their hash. */
import { NdArray } from '@isograd/core';
import type { LayerConfig } from '../../layer.js';
import { badOption } from '../../messages.js';
import { positiveInteger } from '../../option-checks.js';
import { encodeRows } from './encode-rows.js';
import { hashBin, type Salt, saltOption } from './hash-bins.js';
import { type OutputMode, outputModeOption } from './output-mode.js';
import { TextTransformer } from './text-transformer.js';
import { flattenTexts, type Texts } from './texts.js';

/** Options of `hashing`, with Keras's names. */
export interface HashingOptions {
  /** Number of bins. */
  readonly numBins: number;
  /** The text or integer that gets bin 0, which nothing else gets then. Default: none. */
  readonly maskValue?: string | number | null;
  /** Keys the hash: SipHash instead of FarmHash. Default: none. */
  readonly salt?: Salt | null;
  /** Default: int. */
  readonly outputMode?: Exclude<OutputMode, 'tfIdf'>;
}

/** The transformer behind `hashing`. */
export class Hashing extends TextTransformer {
  readonly className: string = 'Hashing';
  readonly #numBins: number;
  readonly #maskValue: string | number | undefined;
  readonly #salt: readonly [number, number] | undefined;
  readonly #outputMode: OutputMode;

  constructor(options: HashingOptions) {
    super();
    const { maskValue = null, outputMode = 'int' } = options;
    this.#numBins = positiveInteger('hashing', 'numBins', options.numBins);
    if (maskValue !== null && typeof maskValue !== 'string' && !Number.isSafeInteger(maskValue)) {
      throw badOption('hashing', 'maskValue', maskValue, 'a text or an integer');
    }
    this.#maskValue = maskValue ?? undefined;
    this.#salt = saltOption('hashing', options.salt);
    this.#outputMode = outputModeOption('hashing', outputMode, ['int', 'oneHot', 'multiHot', 'count']);
  }

  /**
   * Bins of texts or integers.
   *
   * @param values - A text, lists of texts `[..., tokens]`, or an array of integers (of others the fraction is cut off).
   * @returns int32 of the same shape for `int`, else float32 `[..., numBins]`.
   * @throws {ValueError} TEXTS
   */
  override transform(values: Texts | NdArray): NdArray {
    const { texts, shape } =
      values instanceof NdArray
        ? { texts: Array.from(values.data, (value) => String(Math.trunc(value) + 0)), shape: values.shape }
        : flattenTexts('Hashing', values);
    const numbers = Int32Array.from(texts, (text) => this.#binOf(text));
    return encodeRows('Hashing', numbers, shape, { mode: this.#outputMode, depth: this.#numBins });
  }

  #binOf(text: string): number {
    const isMasked = this.#maskValue !== undefined && this.#numBins > 1;
    if (!isMasked) return hashBin(text, this.#numBins, this.#salt);
    return text === String(this.#maskValue) ? 0 : 1 + hashBin(text, this.#numBins - 1, this.#salt);
  }

  override getConfig(): LayerConfig {
    return {
      numBins: this.#numBins,
      ...(this.#maskValue === undefined ? {} : { maskValue: this.#maskValue }),
      ...(this.#salt === undefined ? {} : { salt: this.#salt }),
      outputMode: this.#outputMode,
    };
  }
}

/**
 * Sorts texts or integers into bins by their hash: FarmHash64, or SipHash-2-4 with a `salt`, modulo the number of bins;
 * integers by their decimal digits. The bins are those of Keras and TensorFlow.
 *
 * It works on the host, in a data pipeline, and is not part of a model (Keras: a layer).
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { hashing } from '@isograd/layers';
 * const bins = hashing({ numBins: 100 }).transform(['cat', 'dog']);
 */
export function hashing(options: HashingOptions): Hashing {
  return new Hashing(options);
}
