/**
 * Packs the packages, looks at what is inside, installs them into an empty npm project and trains a model there:
 * `npm run pack-check`. What fails here would fail for a user.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installAsUser, packageNames, packPackage, run } from './user-project.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const binaries = join(root, 'node_modules', '.bin');

/** What a program that trains a small model on the native backend may take, its start included. */
const mostSeconds = 5;

/** @type {string[]} */
const problems = [];
const work = mkdtempSync(join(tmpdir(), 'isograd-pack-'));
try {
  run(process.execPath, [join(root, 'tools', 'run.mjs'), 'build']);
  run(process.execPath, [join(root, 'packages', 'backend-node', 'scripts', 'build-native.mjs')]);
  trainAsUser(packageNames.map(pack));
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const problem of problems) console.error(`pack-check: ${problem}`);
console.log(`pack-check: ${packageNames.length} packages, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

/**
 * Packs one package and checks the tarball.
 *
 * @param {string} name
 * @returns {string} path of the tarball.
 */
function pack(name) {
  const folder = join(work, name);
  const tarball = packPackage(name, folder);
  run('tar', ['-xzf', tarball, '-C', folder]);
  checkContents(name, join(folder, 'package'));
  check(name, 'publint', [tarball, '--strict']);
  check(name, 'attw', [tarball, '--profile', 'esm-only']);
  return tarball;
}

/**
 * @param {string} name
 * @param {string} folder
 */
function checkContents(name, folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { name: base, parentPath } of files) {
    const path = join(parentPath, base);
    const shown = `${name}: ${path.slice(folder.length + 1)}`;
    if (/[.-]test\./.test(base)) problems.push(`${shown} is a test.`);
    if (base.endsWith('.tsbuildinfo')) problems.push(`${shown} is a by-product of the build.`);
    const text = readFileSync(path, 'latin1');
    const absolute = [root, join(homedir(), '/')].find((prefix) => prefix.length > 1 && text.includes(prefix));
    if (absolute) problems.push(`${shown} holds the absolute path ${absolute}.`);
  }
  for (const file of ['LICENSE', 'dist/index.js', 'dist/index.d.ts']) {
    if (!existsSync(join(folder, file))) problems.push(`${name}: ${file} is missing.`);
  }
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  if (/"(workspace|catalog):/.test(manifest)) problems.push(`${name}: package.json still has ranges of the workspace.`);
}

/**
 * @param {string} name
 * @param {string} tool
 * @param {string[]} args
 */
function check(name, tool, args) {
  const { status, stdout, stderr } = spawnSync(join(binaries, tool), args, { encoding: 'utf8', cwd: root });
  if (status !== 0) problems.push(`${name}: ${tool} complains.\n${stdout ?? ''}${stderr ?? ''}`);
}

/**
 * An empty project, npm, and a program that trains.
 *
 * @param {readonly string[]} tarballs
 */
function trainAsUser(tarballs) {
  const project = join(work, 'project');
  installAsUser(project, tarballs);
  run(process.execPath, ['train.mjs', 'wasm'], project);
  const start = performance.now();
  run(process.execPath, ['train.mjs', 'node'], project);
  const seconds = (performance.now() - start) / 1000;
  console.log(`backend-node: from nothing to a trained model in ${seconds.toFixed(1)} s`);
  if (seconds > mostSeconds) problems.push(`backend-node: a cold start took ${seconds.toFixed(1)} s.`);
}
