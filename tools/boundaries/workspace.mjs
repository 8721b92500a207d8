/** The units of the repository, each a folder with a package.json, and their source files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { readSourceModule } from './source-module.mjs';

/**
 * @typedef {{ [name: string]: string }} Dependencies
 * @typedef {{
 *   name?: string, type?: string, sideEffects?: boolean, exports?: { [subpath: string]: unknown },
 *   dependencies?: Dependencies, peerDependencies?: Dependencies, optionalDependencies?: Dependencies,
 *   devDependencies?: Dependencies,
 * }} Manifest
 * @typedef {import('./source-module.mjs').SourceModule} SourceModule
 * @typedef {{ directory: string, folder: string, isPackage: boolean, manifest: Manifest, modules: SourceModule[] }} Unit
 */

const skippedFolders = new Set(['node_modules', 'dist', 'dist-web', 'fixtures', 'coverage', 'public']);

/**
 * Every unit below `root`: `packages/*` (their `src`), `apps/*`, `apps/examples/*`, `tools/*`, and the loose
 * files of `tools`, which use the root's package.json.
 *
 * @param {string} root
 * @returns {Unit[]}
 */
export function readWorkspace(root) {
  const parents = ['packages', 'apps', 'apps/examples', 'tools'];
  const directories = parents
    .flatMap((parent) => foldersOf(join(root, parent)))
    .filter((directory) => existsSync(join(directory, 'package.json')));
  const units = directories.map((directory) => {
    const isPackage = relative(root, directory).startsWith(`packages${sep}`);
    const sources = isPackage ? join(directory, 'src') : directory;
    return readUnit(root, directory, sources, directory, isPackage, directories);
  });
  return [...units, readUnit(root, join(root, 'tools'), join(root, 'tools'), root, false, directories)];
}

/**
 * @param {string} root
 * @param {string} directory
 * @param {string} sources
 * @param {string} manifestFolder
 * @param {boolean} isPackage
 * @param {readonly string[]} others
 * @returns {Unit}
 */
function readUnit(root, directory, sources, manifestFolder, isPackage, others) {
  const manifestFile = join(manifestFolder, 'package.json');
  return {
    directory,
    folder: relative(root, directory).split(sep).join('/'),
    isPackage,
    manifest: existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {},
    modules: sourceFiles(sources, others).map(readSourceModule),
  };
}

/**
 * @param {string} directory
 * @returns {string[]}
 */
function foldersOf(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skippedFolders.has(entry.name))
    .map((entry) => join(directory, entry.name))
    .toSorted();
}

/**
 * @param {string} directory
 * @param {readonly string[]} others
 * @returns {string[]}
 */
function sourceFiles(directory, others) {
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[mc]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(directory, entry.name));
  const folders = foldersOf(directory).filter((folder) => !others.includes(folder));
  return [...files.toSorted(), ...folders.flatMap((folder) => sourceFiles(folder, others))];
}
