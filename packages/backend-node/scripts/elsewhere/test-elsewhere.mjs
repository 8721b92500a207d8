/**
 * Runs the native binaries on the machines they are built for: `npm run test:native-elsewhere [-- --allow-missing]
 * [FOLDER …]`. Linux on x64 emulates the others; macOS it cannot, so there the files alone are looked at.
 *
 * On each machine its own Node runs the native tests (all of packages/backend-node), random lists of instructions, and
 * a program of a user that trains with the packed packages.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prebuilds } from '../compile.mjs';
import { targets } from '../targets.mjs';
import { bundleTests } from './bundle-tests.mjs';
import { machines, missingFor } from './machines.mjs';

/**
 * @typedef {import('./machines.mjs').Machine} Machine
 * @typedef {import('./machines.mjs').Launch} Launch
 * @typedef {import('./run-tests.mjs').Report} Report
 * @typedef {{ target: string, 'how it ran': string, instructions: string, tests: string, lists: string, training: string, result: string }} Row
 */

const scripts = join(dirname(fileURLToPath(import.meta.url)), '..');
const root = join(scripts, '..', '..', '..');

/** Random lists that each machine is sent, with a seed other than that of the tests. */
const [rounds, seed] = ['50000', '23'];
/** What one program may take on an emulated machine. */
const limitMs = 30 * 60_000;

const args = process.argv.slice(2);
const isMissingAllowed = args.includes('--allow-missing');
const given = args.filter((arg) => arg !== '--allow-missing');
const unknown = given.filter((folder) => !Object.hasOwn(targets, folder));
if (unknown.length > 0) fail(`there is no target ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}.`);
if (process.platform !== 'linux' || process.arch !== 'x64') fail('this emulates the other machines on Linux on x64.');

const work = mkdtempSync(join(tmpdir(), 'isograd-elsewhere-'));
try {
  process.exitCode = await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** @returns {Promise<number>} the exit code. */
async function main() {
  const isChosen = (/** @type {string} */ folder) => given.length === 0 || given.includes(folder);
  const project = join(work, 'project');
  runHere(join(root, 'tools', 'run.mjs'), 'build');
  runHere(join(scripts, 'build-prebuilds.mjs'), ...given);
  runHere(join(root, 'tools', 'pack-check', 'make-project.mjs'), project);
  const program = await bundleTests(join(work, 'tests'));
  /** @type {Row[]} */
  const rows = [];
  for (const machine of machines.filter(({ folder }) => isChosen(folder))) {
    console.log(`\n${machine.folder} by ${machine.how}`);
    try {
      rows.push(tryOn(machine, program, project));
    } catch (error) {
      console.error(error); // a download that failed
      rows.push({ ...emptyRow(machine.folder, machine.how), result: 'failed' });
    }
  }
  for (const [target, { platform }] of Object.entries(targets)) {
    if (platform !== 'darwin' || !isChosen(target)) continue;
    rows.push({ ...emptyRow(target, 'not run: this needs a Mac'), result: 'file looked at' }); // by build-prebuilds.mjs
  }
  console.table(rows);
  const isFine = (/** @type {Row} */ { result }) => result !== 'failed' && (isMissingAllowed || result !== 'not run');
  return rows.every(isFine) ? 0 : 1;
}

/**
 * @param {Machine} machine
 * @param {string} program - Of the tests.
 * @param {string} project - Of the user.
 * @returns {Row}
 */
function tryOn(machine, program, project) {
  const { folder, how, instructionSets: expected } = machine;
  const missing = installMissing(machine);
  if (missing.length > 0) {
    const row = emptyRow(folder, `not run: apt-get install ${missing.join(' ')}`);
    return { ...row, result: 'not run' };
  }
  const launch = withLauncher(machine.launch());
  const reportFile = join(work, 'report.json');
  rmSync(reportFile, { force: true });
  const tests = runThere(launch, [program, reportFile], root);
  const report = readReport(reportFile);
  const binary = join(prebuilds, folder, 'isograd.node');
  const lists = runThere(launch, [join(scripts, 'fuzz-lists.mjs'), binary, rounds, seed], root);
  const training = runThere(launch, ['train.mjs', 'node'], project);

  const failures = (report?.outcomes ?? []).filter(({ state }) => state === 'fail');
  for (const { name, message } of failures) console.error(`${name}\n  ${message}`);
  const problems = [
    ...(report === undefined ? ['the tests left no report.'] : []),
    ...(report !== undefined && report.folder !== folder ? [`it took the binary of ${report.folder}.`] : []),
    ...(expected !== undefined && expected.join() !== report?.instructionSets.join()
      ? [`it has ${report?.instructionSets.join()}; expected ${expected.join()}.`]
      : []),
  ];
  for (const problem of problems) console.error(`${folder} by ${how}: ${problem}`);
  const count = (/** @type {string} */ wanted) => report?.outcomes.filter(({ state }) => state === wanted).length ?? 0;
  const areProgramsFine = [tests, lists, training].every(({ isFine }) => isFine);
  const hasPassed = areProgramsFine && count('pass') > 0 && count('fail') + problems.length === 0;
  return {
    target: folder,
    'how it ran': `${how}, Node ${report?.node ?? '?'}`,
    instructions: report?.instructionSets.join(' ') ?? '',
    tests: `${count('pass')} passed, ${count('fail')} failed, ${count('skip')} skipped (${tests.seconds} s)`,
    lists: `${lists.isFine ? 'passed' : 'failed'} (${lists.seconds} s)`,
    training: `${training.isFine ? 'passed' : 'failed'} (${training.seconds} s)`,
    result: hasPassed ? 'passed' : 'failed',
  };
}

/**
 * @param {string} target
 * @param {string} how
 * @returns {Row}
 */
function emptyRow(target, how) {
  return { target, 'how it ran': how, instructions: '', tests: '', lists: '', training: '', result: '' };
}

/** @param {string} script @param {string[]} words */
function runHere(script, ...words) {
  execFileSync(process.execPath, [script, ...words], { stdio: 'inherit' });
}

/**
 * Runs a script there; what it prints goes to files, since programs of Windows cannot write to our pipes.
 *
 * @param {Launch} launch
 * @param {string[]} script
 * @param {string} cwd
 * @returns {{ isFine: boolean, seconds: string }}
 */
function runThere({ command, env }, script, cwd) {
  const [name = '', ...words] = [...command, ...script];
  const printed = join(work, 'printed.txt');
  const output = openSync(printed, 'w');
  const start = performance.now();
  const { status, signal, error } = spawnSync(name, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    timeout: limitMs,
  });
  closeSync(output);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const isFine = status === 0;
  console.log(
    `  ${script.map((word) => word.split('/').at(-1)).join(' ')}: ${isFine ? 'done' : 'failed'} in ${seconds} s`,
  );
  if (!isFine) {
    const end = readFileSync(printed, 'utf8').split('\n').slice(-20).join('\n');
    console.error(`${error?.message ?? `it ended with ${signal ?? status}`}\n${end}`);
  }
  return { isFine, seconds };
}

/**
 * A file that starts Node there: tests start programs of their own with it. Windows programs do that without.
 *
 * @param {Launch} launch
 * @returns {Launch}
 */
function withLauncher({ command, env }) {
  if (env !== undefined) return { command, env };
  const launcher = join(work, 'node');
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  writeFileSync(launcher, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
  return { command: [launcher], env: { ISOGRAD_LAUNCHER: launcher } };
}

/**
 * Installs what a machine needs, where that may be done.
 *
 * @param {Machine} machine
 * @returns {string[]} what is still missing.
 */
function installMissing(machine) {
  const missing = missingFor(machine);
  if (missing.length === 0 || process.getuid?.() !== 0) return missing;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
    spawnSync('apt-get', ['--quiet', ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return missingFor(machine);
}

/**
 * @param {string} file
 * @returns {Report | undefined}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} problem
 * @returns {never}
 */
function fail(problem) {
  console.error(problem);
  process.exit(1);
}
