/** Learns a vocabulary from texts. */
import { adaptFixed, adaptNothing } from './preprocessing-messages.js';
import { documentsOf, type TextBatches } from './texts.js';
import { TokenCounts, type Vocabulary } from './vocabulary.js';

/**
 * Takes the most frequent tokens of texts as the vocabulary; earlier ones are forgotten.
 *
 * @param where - Label of the transformer.
 * @param data - Texts, or batches of them.
 * @param documentsIn - The tokens of each document in a row of texts.
 * @throws {StateError} ADAPT_GIVEN when a vocabulary was given @throws {ValueError} ADAPT_NOTHING, TEXTS
 */
export async function learnVocabulary(
  where: string,
  vocabulary: Vocabulary<string>,
  data: TextBatches,
  documentsIn: (texts: readonly string[]) => readonly (readonly string[])[],
): Promise<void> {
  if (vocabulary.isGiven) throw adaptFixed(where, 'vocabulary');
  const counts = new TokenCounts<string>();
  let isEmpty = true;
  for await (const texts of documentsOf(where, data)) {
    for (const document of documentsIn(texts)) counts.add(document);
    isEmpty = false;
  }
  if (isEmpty) throw adaptNothing(where);
  vocabulary.learn(counts);
}
