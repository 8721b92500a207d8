/** The rules that keep the repository in its shape: which package may import which, and how files are laid out. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { findCycles } from './cycles.mjs';
import { isKebabCase } from './source-module.mjs';
import { readWorkspace } from './workspace.mjs';

/**
 * @typedef {{ values: string[], types: string[], lazy?: string[], runtime?: 'node' }} PackageRow
 * @typedef {{
 *   topLevel: string[], bannedNames: string[], maxLines: number, peers: string[], packages: { [name: string]: PackageRow },
 * }} Table
 * @typedef {{ file: string, line: number, rule: string, problem: string, fix: string }} Violation
 * @typedef {import('./source-module.mjs').Import} Import
 * @typedef {import('./source-module.mjs').SourceModule} SourceModule
 * @typedef {import('./workspace.mjs').Unit} Unit
 * @typedef {(file: string, line: number, rule: string, problem: string, fix: string) => void} Report
 */

const scope = '@isograd/';
const tableFile = 'tools/boundaries/table.json';

/**
 * Checks the repository at `root` against `table`.
 *
 * @param {string} root
 * @param {Table} table
 * @returns {{ violations: Violation[], files: number }} violations in the order of files and lines.
 */
export function checkBoundaries(root, table) {
  /** @type {Violation[]} */
  const violations = [];
  /** @type {Report} */
  const report = (file, line, rule, problem, fix) =>
    violations.push({ file: file.split(sep).join('/'), line, rule, problem, fix });

  const units = readWorkspace(root);
  const byName = new Map(units.map((unit) => [unit.manifest.name, unit]));
  checkTopLevel(root, table, report);
  checkReferences(root, units, report);
  for (const unit of units) {
    if (unit.isPackage) checkManifest(unit, table, report);
    for (const module of unit.modules) {
      const file = relative(root, module.path);
      checkFile(module, file, table, report);
      if (module.isTest) continue;
      for (const entry of module.imports) checkImport({ unit, entry, file, table, byName, report });
    }
    checkCycles(root, unit, report);
  }
  violations.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  return { violations, files: units.reduce((sum, unit) => sum + unit.modules.length, 0) };
}

/**
 * @param {string} root
 * @param {Table} table
 * @param {Report} report
 */
function checkTopLevel(root, table, report) {
  for (const name of topLevelNames(root)) {
    if (name.startsWith('.') || table.topLevel.includes(name)) continue;
    report(name, 1, 'top-level', `"${name}" is not a name of the top level.`, 'move it below packages, apps or tools.');
  }
}

/**
 * `tsc -b` at the root must reach every package and example that is built with TypeScript.
 *
 * @param {string} root
 * @param {readonly Unit[]} units
 * @param {Report} report
 */
function checkReferences(root, units, report) {
  const solution = join(root, 'tsconfig.json');
  const text = existsSync(solution) ? readFileSync(solution, 'utf8') : '';
  for (const { directory, folder, isPackage } of units) {
    if (!isPackage && !folder.startsWith('apps/examples/')) continue;
    if (!existsSync(join(directory, 'tsconfig.json')) || text.includes(`"${folder}"`)) continue;
    report('tsconfig.json', 1, 'unreferenced', `"${folder}" is not built from the root.`, 'add it to the references.');
  }
}

/**
 * What git knows or would add; everything that is there, outside a repository.
 *
 * @param {string} root
 * @returns {Iterable<string>}
 */
function topLevelNames(root) {
  if (!existsSync(join(root, '.git'))) return readdirSync(root).filter((name) => name !== 'node_modules');
  const list = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return new Set(files.split('\n').flatMap((file) => file.split('/')[0] || []));
}

/**
 * @param {Unit} unit
 * @param {Table} table
 * @param {Report} report
 */
function checkManifest({ folder, manifest }, table, report) {
  const file = `${folder}/package.json`;
  const name = basename(folder);
  const row = table.packages[name];
  if (!row) {
    report(
      file,
      1,
      'unknown-package',
      `${name} is not in the table.`,
      `add its row to ${tableFile} and to the design.`,
    );
    return;
  }
  if (manifest.name !== scope + name) {
    report(file, 1, 'manifest', `the package in ${folder} must be named ${scope}${name}.`, 'rename it.');
  }
  if (manifest.type !== 'module' || manifest.sideEffects !== false) {
    report(
      file,
      1,
      'manifest',
      'packages are ES modules without side effects.',
      'set type "module", sideEffects false.',
    );
  }
  for (const peer of table.peers) {
    if (manifest.dependencies?.[peer] === undefined) continue;
    report(file, 1, 'manifest', `${peer} must exist once in a program.`, 'make it a peer dependency.');
  }
  const allowed = [...row.values, ...row.types];
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (!dependency.startsWith(scope) || allowed.includes(dependency.slice(scope.length))) continue;
    report(file, 1, 'forbidden-dependency', `${name} may not depend on ${dependency}.`, allowedSentence(row));
  }
}

/**
 * @param {SourceModule} module
 * @param {string} file
 * @param {Table} table
 * @param {Report} report
 */
function checkFile(module, file, table, report) {
  const stem = basename(file).replace(/\..*$/, '');
  if (!isKebabCase(file)) {
    report(
      file,
      1,
      'file-name',
      `"${basename(file)}" is not kebab-case.`,
      'name it after what it exports, in kebab-case.',
    );
  }
  if (table.bannedNames.includes(stem)) {
    report(file, 1, 'file-name', `"${stem}" names a drawer.`, 'name the noun: shape.ts, tree.ts, dtype.ts.');
  }
  if (module.lines > table.maxLines && !module.isGenerated) {
    const problem = `${module.lines} lines, more than ${table.maxLines}.`;
    report(file, table.maxLines + 1, 'file-length', problem, 'split it: one concept, one file.');
  }
}

/**
 * @param {{
 *   unit: Unit, entry: Import, file: string, table: Table, byName: Map<string | undefined, Unit>, report: Report,
 * }} context
 */
function checkImport({ unit, entry, file, table, byName, report }) {
  const { specifier, kind, line, target } = entry;
  /** @type {(rule: string, problem: string, fix: string) => void} */
  const fail = (rule, problem, fix) => report(file, line, rule, problem, fix);
  const name = packageName(specifier);
  const row = unit.isPackage ? table.packages[basename(unit.folder)] : undefined;

  if (target !== undefined) checkRelative(unit, target, fail);
  if (specifier.startsWith('.') || specifier.startsWith('#')) return;
  if (kind === 'effect' && unit.isPackage) {
    fail(
      'side-effect',
      `import '${specifier}' runs code when the package is imported.`,
      'import it inside the function that needs it.',
    );
  }
  if (specifier.startsWith('node:')) {
    if (row && row.runtime !== 'node' && kind !== 'type' && !/(^|\/)platform\.ts$|\.node\.ts$/.test(file)) {
      fail(
        'platform',
        `${specifier} exists in Node only.`,
        'put what needs it into platform.node.ts, with a browser twin.',
      );
    }
    return;
  }
  if (name === unit.manifest.name) {
    fail(
      'own-index',
      `a package does not import itself (${specifier}).`,
      'import the file that defines it, relatively.',
    );
    return;
  }
  if (!isDeclared(unit, name)) {
    fail('undeclared', `${name} is not a dependency of ${unit.folder}.`, `add it to ${unit.folder}/package.json.`);
  }
  if (row) checkTable({ row, owner: basename(unit.folder), name, kind, fail });
  const subpath = `.${specifier.slice(name.length)}`;
  if (name.startsWith(scope) && subpath !== '.' && byName.get(name)?.manifest.exports?.[subpath] === undefined) {
    fail(
      'internals',
      `${specifier} is not an entry point of ${name}.`,
      'import what its index exports, or export it there.',
    );
  }
  const isAssetUrl = specifier.endsWith('?url'); // the address of a file, for a bundler; no code is loaded
  if (name.startsWith('@tensorflow/') && subpath !== '.' && kind !== 'type' && !isAssetUrl) {
    fail(
      'internals',
      `${specifier} cannot be loaded in Node and may be a second copy.`,
      `import from ${name}; types may be deep.`,
    );
  }
}

/**
 * @param {Unit} unit
 * @param {string} target
 * @param {(rule: string, problem: string, fix: string) => void} fail
 */
function checkRelative(unit, target, fail) {
  const inside = relative(unit.directory, target).split(sep).join('/');
  if (inside.startsWith('../')) {
    fail(
      'leaves-package',
      `a relative import reaches ${inside}, outside ${unit.folder}.`,
      'import the package by its name.',
    );
  } else if (unit.isPackage && inside === 'src/index.ts') {
    fail('own-index', 'nobody inside a package imports its own index.', 'import the file that defines it.');
  }
}

/**
 * @param {{
 *   row: PackageRow, owner: string, name: string, kind: Import['kind'],
 *   fail: (rule: string, problem: string, fix: string) => void,
 * }} context
 */
function checkTable({ row, owner, name, kind, fail }) {
  if (name.startsWith(scope)) {
    const other = name.slice(scope.length);
    if (row.values.includes(other)) return;
    if (!row.types.includes(other)) {
      fail('forbidden-import', `${owner} may not import ${name}.`, allowedSentence(row));
    } else if (kind !== 'type') {
      fail(
        'types-only',
        `${owner} may import only types of ${name}.`,
        'write "import type", or receive the value as an argument.',
      );
    }
  } else if (name.startsWith('@tensorflow/') && name !== '@tensorflow/tfjs-core') {
    if (!row.lazy?.includes(name)) {
      fail(
        'forbidden-import',
        `${owner} may not import ${name}.`,
        'of tfjs, only @tensorflow/tfjs-core is used outside its backends.',
      );
    } else if (kind === 'value' || kind === 'effect') {
      fail(
        'side-effect',
        `${name} registers its backend when it is imported.`,
        'write "await import" inside load(), or "import type".',
      );
    }
  }
}

/**
 * @param {string} root
 * @param {Unit} unit
 * @param {Report} report
 */
function checkCycles(root, unit, report) {
  const sources = unit.modules.filter(({ isTest }) => !isTest);
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ kind }) => kind === 'value' || kind === 'effect').flatMap(({ target }) => target ?? []),
    ]),
  );
  for (const cycle of findCycles(edges)) {
    const [first = '', second = ''] = cycle;
    const line = sources.find(({ path }) => path === first)?.imports.find(({ target }) => target === second)?.line;
    const names = cycle.map((path) => relative(unit.directory, path).split(sep).join('/'));
    const fix = 'move what both need into a file of its own.';
    report(relative(root, first), line ?? 1, 'cycle', `files import each other: ${names.join(' → ')}.`, fix);
  }
}

/**
 * @param {Unit} unit
 * @param {string} name
 * @returns {boolean}
 */
function isDeclared({ manifest, isPackage }, name) {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies };
  return name in declared || (!isPackage && devDependencies !== undefined && name in devDependencies);
}

/**
 * @param {string} specifier
 * @returns {string}
 */
function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * @param {PackageRow} row
 * @returns {string}
 */
function allowedSentence({ values, types }) {
  const parts = [...values, ...types.map((name) => `types of ${name}`)];
  return `it may use ${parts.length > 0 ? parts.join(', ') : 'no other package of ours'} (${tableFile}).`;
}
