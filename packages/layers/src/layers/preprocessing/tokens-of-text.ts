/** How texts are cleaned and split, by name or by a function. */
import { badOption } from '../../messages.js';
import { camelCase } from '../../named-option.js';

/** What is done to a text before it is split. */
export type Standardize = 'lowerAndStripPunctuation' | 'lower' | 'stripPunctuation';

/** The option `standardize`. */
export type StandardizeOption = Standardize | ((text: string) => string) | null;

/** How a text is split: at white space, or into characters (code points). */
export type Split = 'whitespace' | 'character';

/** The option `split`. */
export type SplitOption = Split | ((text: string) => readonly string[]) | null;

/** A function with its name; undefined for the user's own. */
export interface TextStep<Result> {
  readonly name: string | null | undefined;
  of(text: string): Result;
}

/** ASCII alone, as in TensorFlow. */
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const stripPunctuation = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '');

const standardizers: { readonly [Name in Standardize]: (text: string) => string } = {
  lowerAndStripPunctuation: (text) => stripPunctuation(lower(text)),
  lower,
  stripPunctuation,
};

const splitters: { readonly [Name in Split]: (text: string) => readonly string[] } = {
  whitespace: (text) => text.split(/[ \t\n\v\f\r]+/).filter((token) => token !== ''),
  character: (text) => Array.from(text),
};

/** @throws {ValueError} LAYER_OPTION */
export function standardizeOption(where: string, value: StandardizeOption | undefined): TextStep<string> {
  if (value === null) return { name: null, of: (text) => text };
  return named(where, 'standardize', value ?? 'lowerAndStripPunctuation', standardizers);
}

/** @throws {ValueError} LAYER_OPTION */
export function splitOption(where: string, value: SplitOption | undefined): TextStep<readonly string[]> {
  if (value === null) return { name: null, of: (text) => [text] };
  return named(where, 'split', value ?? 'whitespace', splitters);
}

function named<Result>(
  where: string,
  option: string,
  value: unknown,
  functions: Readonly<Record<string, (text: string) => Result>>,
): TextStep<Result> {
  if (typeof value === 'function') return { name: undefined, of: value as (text: string) => Result };
  const name = typeof value === 'string' ? camelCase(value) : '';
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return { name, of: found };
  const names = Object.keys(functions).map((known) => `'${known}'`);
  throw badOption(where, option, value, `${names.join(', ')}, a function or null`);
}
