/** One source file as the rules see it: what it imports, on which line, and whether the import runs. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/**
 * How an import behaves at run time: `type` is erased; `value` runs when the module loads; `effect` is a
 * value import without names; `dynamic` runs when it is reached.
 *
 * @typedef {'type' | 'value' | 'effect' | 'dynamic'} ImportKind
 * @typedef {{ specifier: string, kind: ImportKind, line: number, target: string | undefined }} Import
 * @typedef {{ path: string, isTest: boolean, isGenerated: boolean, lines: number, imports: Import[] }} SourceModule
 */

/**
 * Parses one file.
 *
 * `import { type A } from 'b'` counts as a value import, because verbatimModuleSyntax leaves `import 'b'` of it.
 *
 * @param {string} path
 * @returns {SourceModule}
 */
export function readSourceModule(path) {
  const text = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`);
  /** @type {Import[]} */
  const imports = [];
  const add = (/** @type {unknown} */ source, /** @type {ImportKind} */ kind, /** @type {number} */ start) => {
    if (typeof source !== 'string') return;
    const line = text.slice(0, start).split('\n').length;
    imports.push({ specifier: source, kind, line, target: resolveRelative(path, source) });
  };
  new Visitor({
    ImportDeclaration({ importKind, specifiers, source, start }) {
      add(source.value, importKind === 'type' ? 'type' : specifiers.length === 0 ? 'effect' : 'value', start);
    },
    ExportNamedDeclaration({ exportKind, source, start }) {
      add(source?.value, exportKind === 'type' ? 'type' : 'value', start);
    },
    ExportAllDeclaration({ exportKind, source, start }) {
      add(source.value, exportKind === 'type' ? 'type' : 'value', start);
    },
    ImportExpression({ source, start }) {
      add(source.type === 'Literal' ? source.value : undefined, 'dynamic', start);
    },
    TSImportType({ source, start }) {
      add(source.value, 'type', start);
    },
  }).visit(program);
  return {
    path,
    isTest: /[.-]test\.\w+$/.test(path) || path.includes('/src/testing/'),
    isGenerated: path.includes('/generated/') || text.slice(0, 400).includes('@generated'),
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: imports.toSorted((a, b) => a.line - b.line),
  };
}

/**
 * The file behind a relative specifier, if there is one: `./a.js` is written for `./a.ts`.
 *
 * @param {string} from
 * @param {string} specifier
 * @returns {string | undefined}
 */
function resolveRelative(from, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier.replace(/\?.*$/, ''));
  const stem = path.replace(/\.([mc]?)js(x?)$/, '');
  const candidates = [
    path,
    ...['.ts', '.tsx', '.mts', '.mjs'].map((extension) => stem + extension),
    join(path, 'index.ts'),
  ];
  return candidates.find((file) => existsSync(file) && statSync(file).isFile()) ?? path;
}

/**
 * Whether the base name of `path` is kebab-case; words after a dot (`.test`, `.browser`) too.
 *
 * @param {string} path
 * @returns {boolean}
 */
export function isKebabCase(path) {
  return /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(basename(path));
}
