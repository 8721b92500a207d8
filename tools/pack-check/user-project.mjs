/** The packages as npm has them, and a project of a user who installs them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Folders below `packages`. */
export const packageNames = readdirSync(join(root, 'packages')).toSorted();

/**
 * Packs a package as it is built.
 *
 * @param {string} name
 * @param {string} folder - Where to.
 * @returns {string} path of the tarball.
 */
export function packPackage(name, folder) {
  mkdirSync(folder, { recursive: true });
  run('npx', ['--yes', packageManager, '--silent', 'pack', '--pack-destination', folder], join(root, 'packages', name));
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (!file) throw new Error(`pnpm pack left no tarball for ${name}.`);
  return join(folder, file);
}

/**
 * An empty project, npm, and the program `train.mjs`.
 *
 * @param {string} project - Its folder.
 * @param {readonly string[]} tarballs
 */
export function installAsUser(project, tarballs) {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  copyFileSync(join(here, 'fixtures', 'train.mjs'), join(project, 'train.mjs'));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quiet, ...tarballs, `@tensorflow/tfjs-core@${tfjsVersion()}`], project);
}

/** The version of tfjs-core in the catalog of the workspace. */
function tfjsVersion() {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const version = /'@tensorflow\/tfjs-core': (\S+)/.exec(workspace)?.[1];
  if (!version) throw new Error('pnpm-workspace.yaml has no @tensorflow/tfjs-core in its catalog.');
  return version;
}

/**
 * Runs a program; anything but success is an error.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
export function run(program, args, cwd = root) {
  const { status, error } = spawnSync(program, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed with exit code ${status}.`);
}
