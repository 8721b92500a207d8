/** Finds what a package exports, and what the documentation of each export says first. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync, type StaticExportEntry } from 'oxc-parser';
import { docCommentsOf } from './doc-comment.js';

/** An export, followed to its declaration. */
export interface PublicExport {
  /** As a program writes it: `dense`, `random.key`. */
  readonly name: string;
  /** Path of the file that declares it. */
  readonly file: string;
  /** What its documentation comment says before the first tag; empty without a comment. */
  readonly summary: string;
}

/**
 * The exports of a module; of a namespace that it exports, the members.
 *
 * @param file - Path of the module. Its relative imports end in `.js` and name a `.ts` file.
 * @throws {Error} When the module exports a name that is not there.
 */
export function publicExportsOf(file: string): PublicExport[] {
  const source = readFileSync(file, 'utf8');
  const comments = docCommentsOf(file, source);
  return parseSync(file, source).module.staticExports.flatMap(({ start, entries }) => {
    const comment = comments.find(({ end }) => end <= start && source.slice(end, start).trim() === '');
    const summary = comment?.text.split(/^@\w/m)[0]?.trim() ?? '';
    return entries.flatMap((entry) => follow(file, entry) ?? { name: entry.exportName.name ?? '', file, summary });
  });
}

/** The exports behind a re-export; undefined when `file` declares the name itself. */
function follow(
  file: string,
  { exportName, importName, moduleRequest }: StaticExportEntry,
): PublicExport[] | undefined {
  if (moduleRequest === null) return undefined;
  const target = join(dirname(file), moduleRequest.value.replace(/\.js$/, '.ts'));
  const exports = publicExportsOf(target);
  if (importName.kind === 'AllButDefault') return exports;
  if (importName.kind === 'All')
    return exports.map((member) => ({ ...member, name: `${exportName.name}.${member.name}` }));
  const found = exports.find(({ name }) => name === importName.name);
  if (found === undefined) throw new Error(`${target} does not export ${importName.name}`);
  return [{ ...found, name: exportName.name ?? found.name }];
}
