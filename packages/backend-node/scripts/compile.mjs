/** Compiles the sources of the addon for one machine, and links them to one file. */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { flagsOf, targets } from './targets.mjs';

/**
 * @typedef {import('./compilers.mjs').Compiler} Compiler
 * @typedef {import('./targets.mjs').Target} Target
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'native');
const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));

/** Where binaries lie. */
export const prebuilds = join(root, 'prebuilds');

/**
 * Builds a binary unless that of these sources, flags and compiler is there.
 *
 * @param {string} folder - Its folder below `prebuilds`.
 * @param {Compiler} compiler
 * @returns {Promise<{ file: string, isNew: boolean }>}
 */
export async function buildAddon(folder, compiler) {
  const { file, mark } = filesIn(folder);
  if (isBuilt(folder, compiler.isZig)) return { file, isNew: false };
  const hash = hashSources(folder, compiler.isZig);
  mkdirSync(dirname(file), { recursive: true });
  const target = targets[folder];
  const made = `${file}.${process.pid}`;
  await compileAddon(made, compiler, target);
  renameSync(made, file); // a program that has loaded the old one keeps it
  writeFileSync(mark, hash);
  return { file, isNew: true };
}

/**
 * Whether the binary of these sources is there.
 *
 * @param {string} folder
 * @param {boolean} isZig - Made by zig, or else by the compiler of the machine.
 */
export function isBuilt(folder, isZig) {
  const { file, mark } = filesIn(folder);
  return existsSync(file) && existsSync(mark) && readFileSync(mark, 'utf8') === hashSources(folder, isZig);
}

/** @param {string} folder */
function filesIn(folder) {
  return { file: join(prebuilds, folder, 'isograd.node'), mark: join(prebuilds, folder, 'sources.sha256') };
}

/**
 * @param {string} out
 * @param {Compiler} compiler
 * @param {Target} [target] - Default: this machine.
 * @param {string[]} [more] - Further flags, for instance of sanitizers.
 */
export async function compileAddon(out, compiler, target, more = []) {
  const arch = target?.arch ?? process.arch;
  const platform = target?.platform ?? process.platform;
  if (arch !== 'x64' && arch !== 'arm64')
    throw new Error(`there are no native kernels for ${arch}, only x64 and arm64.`);
  if (platform === 'win32' && !compiler.isZig)
    throw new Error('for Windows the compiler is zig (https://ziglang.org).');
  const [program = '', ...words] = compiler.command;
  const forTarget = compiler.isZig && target ? [...words, '-target', target.triple] : words;
  const work = mkdtempSync(join(tmpdir(), 'isograd-native-'));
  try {
    const jobs = sourceFiles()
      .filter((file) => file.endsWith('.cc'))
      .flatMap((file) => {
        const flags = flagsOf(basename(file), arch);
        const object = join(work, `${basename(file, '.cc')}.o`);
        const include = `-I${join(headers, 'include')}`;
        return flags === undefined
          ? []
          : [{ object, args: [...forTarget, ...flags, ...more, include, '-c', file, '-o', object] }];
      });
    await inParallel(jobs, ({ args }) => promisify(execFile)(program, args, { maxBuffer: 2 ** 26 }));
    const objects = jobs.map(({ object }) => object);
    const libraries = platform === 'win32' ? [importLibrary(compiler, work)] : [];
    const undefinedLater =
      platform === 'darwin' ? ['-Wl,-undefined,dynamic_lookup', '-Wl,-install_name,isograd.node'] : [];
    const threads = platform === 'linux' ? ['-pthread'] : [];
    const linked = join(work, 'isograd.node'); // some linkers put files beside it
    const strip = more.length === 0 ? ['-s'] : [];
    const link = ['-shared', ...strip, ...threads, ...undefinedLater, ...more, '-o', linked, ...objects, ...libraries];
    await promisify(execFile)(program, [...forTarget, ...link], { maxBuffer: 2 ** 26 });
    copyFileSync(linked, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * On Windows the functions of Node come from a library that names them.
 *
 * @param {Compiler} compiler
 * @param {string} work
 */
function importLibrary({ command: [zig = ''] }, work) {
  const library = join(work, 'node.lib');
  const definitions = join(headers, 'def', 'node_api.def');
  execFileSync(zig, ['dlltool', '-m', 'i386:x86-64', '-D', 'node.exe', '-d', definitions, '-l', library]);
  return library;
}

/** @returns {string[]} */
function sourceFiles() {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(cc|h)$/.test(file))
    .sort()
    .map((file) => join(sources, file));
}

/**
 * @param {string} folder
 * @param {boolean} isZig
 */
function hashSources(folder, isZig) {
  const hash = createHash('sha256').update(JSON.stringify([folder, isZig]));
  for (const script of ['compile.mjs', 'targets.mjs']) hash.update(readFileSync(join(root, 'scripts', script)));
  for (const file of sourceFiles()) hash.update(file.slice(sources.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * @template Job
 * @param {readonly Job[]} jobs
 * @param {(job: Job) => Promise<unknown>} run
 */
async function inParallel(jobs, run) {
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
