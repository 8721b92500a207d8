/** C++ compilers on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** @typedef {{ command: string[], isZig: boolean }} Compiler */

/**
 * The first of: what CXX names, g++, clang++, zig on the path, the zig that was fetched from npm.
 *
 * @returns {Compiler | undefined}
 */
export function findCompiler() {
  const given = process.env['CXX'];
  if (given) return { command: given.split(' '), isZig: /(^|\/)zig( |$)/.test(given) };
  if (process.platform === 'win32') return findZig(); // the others need a library of Node's that only zig makes
  const found = ['g++', 'clang++'].find(works);
  return found === undefined ? findZig() : { command: [found], isZig: false };
}

/**
 * zig, which builds for all platforms on any of them.
 *
 * @returns {Compiler | undefined}
 */
export function findZig() {
  const zig = findOnPath('zig') ?? fetchedZig();
  return zig === undefined ? undefined : { command: [zig, 'c++'], isZig: true };
}

/** Where downloads are kept. */
export const cacheFolder = join(here, '..', '..', '..', 'node_modules', '.cache', 'isograd');

/** Where fetch-zig.mjs puts zig. */
export const zigFolder = join(cacheFolder, 'zig-0.11.0');

function fetchedZig() {
  const zig = join(zigFolder, 'zig');
  return existsSync(zig) ? zig : undefined;
}

/** @param {string} name */
function findOnPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  return folders.flatMap((folder) => names.map((file) => join(folder, file))).find((file) => existsSync(file));
}

/** @param {string} command */
function works(command) {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
