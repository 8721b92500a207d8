/** Transformers of texts, made from their configs. */
import { Hashing, type HashingOptions } from '../layers/preprocessing/hashing.js';
import { StringLookup, type StringLookupOptions } from '../layers/preprocessing/string-lookup.js';
import type { TextTransformer } from '../layers/preprocessing/text-transformer.js';
import { TextVectorization, type TextVectorizationOptions } from '../layers/preprocessing/text-vectorization.js';
import { unknownTransformer } from '../layers/preprocessing/preprocessing-messages.js';
import type { SerializedLayer } from './layer-reader.js';

/** Readers by name of the class. */
const readers: Readonly<Record<string, (config: object) => TextTransformer>> = {
  Hashing: (config) => new Hashing(config as HashingOptions),
  StringLookup: (config) => new StringLookup(config as StringLookupOptions),
  TextVectorization: (config) => new TextVectorization(config as TextVectorizationOptions),
};

/**
 * Makes a transformer of what was written down.
 *
 * @param serialized - `{ className: transformer.className, config: transformer.getConfig() }`, parsed from JSON.
 * @throws {ValueError} CONFIG_TRANSFORMER, and what the constructor throws
 * @example
 * import { stringLookup, textTransformerFromConfig } from '@isograd/layers';
 * const colors = stringLookup({ vocabulary: ['red', 'green'] });
 * const written = JSON.stringify({ className: colors.className, config: colors.getConfig() });
 * const again = textTransformerFromConfig(JSON.parse(written));
 */
export function textTransformerFromConfig(serialized: SerializedLayer): TextTransformer {
  const { className, config }: Partial<SerializedLayer> = serialized ?? {};
  const read = typeof className === 'string' && Object.hasOwn(readers, className) ? readers[className] : undefined;
  if (read === undefined || typeof config !== 'object' || config === null) {
    throw unknownTransformer('textTransformerFromConfig', className, Object.keys(readers));
  }
  return read(config);
}
