/** Error rates of transcripts, on the host: how many words or characters must be changed. */
import { badTranscript, transcriptsDiffer } from './metric-messages.js';

/** A text, or a list of token numbers. */
export type Transcript = string | readonly number[];

/** A running error rate. */
export interface ErrorRate {
  readonly name: string;
  /**
   * Compares hypotheses with their references.
   *
   * @throws {ShapeError} DATA_SIZES @throws {ValueError} DATA_KIND
   */
  update(references: readonly Transcript[], hypotheses: readonly Transcript[]): void;
  /** Changes over the length of all references so far; 0 before the first, Infinity when all were empty. */
  result(): number;
  /** Forgets all transcripts. */
  reset(): void;
}

/**
 * Words that must be inserted, deleted or replaced, divided by the words of the references: Σ edits / Σ words. Texts
 * are parted at white space; a list of numbers has a word in each.
 *
 * @example
 * import { metrics } from '@isograd/layers';
 * const rate = metrics.wordErrorRate();
 * rate.update(['the cat sat'], ['a cat sat down']);
 * rate.result(); // 2 / 3
 */
export function wordErrorRate(): ErrorRate {
  return errorRate('wordErrorRate', (text) => text.split(/\s+/u).filter((word) => word !== ''));
}

/**
 * Characters that must be inserted, deleted or replaced, divided by the characters of the references. A character is a
 * code point; a list of numbers has one in each.
 */
export function characterErrorRate(): ErrorRate {
  return errorRate('characterErrorRate', (text) => Array.from(text));
}

function errorRate(name: string, split: (text: string) => readonly string[]): ErrorRate {
  let [edits, length] = [0, 0];
  const tokensOf = (transcript: unknown): readonly (string | number)[] => {
    if (typeof transcript === 'string') return split(transcript);
    if (Array.isArray(transcript) && transcript.every((token) => typeof token === 'number')) return transcript;
    throw badTranscript(name, transcript);
  };
  return {
    name,
    update: (references, hypotheses) => {
      if (references.length !== hypotheses.length) throw transcriptsDiffer(name, references.length, hypotheses.length);
      const pairs = references.map((reference, index) => [tokensOf(reference), tokensOf(hypotheses[index])] as const);
      for (const [reference, hypothesis] of pairs) {
        edits += editDistance(reference, hypothesis);
        length += reference.length;
      }
    },
    result: () => (edits === 0 ? 0 : edits / length),
    reset: () => {
      edits = 0;
      length = 0;
    },
  };
}

/**
 * The smallest number of insertions, deletions and replacements that make one list of the other.
 *
 * @see Wagner and Fischer: "The String-to-String Correction Problem" (1974)
 */
function editDistance<Token>(from: readonly Token[], to: readonly Token[]): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, token] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const replaced = (previous[column] ?? 0) + (token === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
