/** Finds the code examples of a file: TSDoc's `@example` in sources, js and ts blocks in Markdown. */
import { docCommentsOf } from './doc-comment.js';

/** A piece of code that documentation shows. */
export interface Example {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Line of the file on which the code starts, from 1. */
  readonly line: number;
  readonly language: 'js' | 'ts';
  readonly code: string;
}

/**
 * The examples of a file.
 *
 * Code after `@example` reaches to the next tag at the start of a line. In Markdown a block runs when its fence
 * says js or ts; a fragment takes another fence.
 *
 * @param file - Path from the root; its ending says how to read `text`.
 * @param text - What the file holds.
 */
export function examplesOf(file: string, text: string): Example[] {
  return file.endsWith('.md') ? examplesOfMarkdown(file, text) : examplesOfSource(file, text);
}

function examplesOfSource(file: string, text: string): Example[] {
  return docCommentsOf(file, text).flatMap((comment) =>
    [...comment.text.matchAll(/^@example\b(.*(?:\n(?!@\w).*)*)/gm)].map(({ 1: code = '', index }) => ({
      file,
      line: comment.line + lineAt(comment.text, index) - 1,
      language: 'ts' as const,
      code: code.trimEnd(),
    })),
  );
}

function examplesOfMarkdown(file: string, text: string): Example[] {
  return [...text.matchAll(/^ *```(js|ts)\b.*\n([^]*?)^ *```$/gm)].map(({ 1: language, 2: code = '', index }) => ({
    file,
    line: lineAt(text, index) + 1,
    language: language === 'js' ? 'js' : 'ts',
    code: code.trimEnd(),
  }));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
