/** The documentation comments of a source file. */
import { parseSync } from 'oxc-parser';

/** A comment that starts with two stars. */
export interface DocComment {
  /** Its text without the stars at the start of each line. */
  readonly text: string;
  /** Line on which it starts, from 1. */
  readonly line: number;
  /** Offset of the first character after it. */
  readonly end: number;
}

/**
 * The documentation comments of a source file, in their order.
 *
 * @param file - Its name, which says the language.
 * @param source - What it holds.
 */
export function docCommentsOf(file: string, source: string): DocComment[] {
  return parseSync(file, source)
    .comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
    .map(({ value, start, end }) => ({
      text: value
        .replace(/^\s*\*+ ?/, '')
        .replace(/\n[ \t]*\* ?/g, '\n')
        .trimEnd(),
      line: source.slice(0, start).split('\n').length,
      end,
    }));
}
