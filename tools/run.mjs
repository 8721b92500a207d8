/**
 * Runs the repository's commands, each of which works as the first one in a fresh clone:
 * `npm run demo`, `npm test`, `npm run check`, `npm run build`, `npm run bench`. Plain Node, no dependencies.
 *
 * It installs what the lock file names (with the pnpm of package.json, through npx), builds what the command
 * needs, and hands terminal, arguments and exit code on to the program that does the work.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const examples = join(root, 'apps', 'examples');
const reportFile = join(root, 'node_modules', '.cache', 'isograd', 'test-report.json');
const chromiumPaths = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
);
const manifest = readJson(join(root, 'package.json'));

/** @type {{ [name: string]: (args: string[]) => Promise<number> }} */
const commands = {
  demo: runDemo,
  test: runTests,
  check: runCheck,
  build: () => build('./packages/*'),
  bench: (args) => runBench('bench.mjs', args),
  'bench-native': (args) => runBench('native.mjs', args),
};

/**
 * The child that holds the terminal, if one runs.
 *
 * @type {import('node:child_process').ChildProcess | undefined}
 */
let child;

await main();

async function main() {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) return fail(`usage: node tools/run.mjs ${Object.keys(commands).join(' | ')} [arguments]`);
  requireNode();
  followSignals();
  process.exitCode = await command(args[0] === '--' ? args.slice(1) : args);
}

/**
 * Trains the digits example, or another one by `--example NAME`; `--web` serves the digits as a page.
 *
 * @param {string[]} given - The example's own, but for these two.
 * @returns {Promise<number>}
 */
async function runDemo(given) {
  const at = given.indexOf('--example');
  const example = at < 0 ? 'digits' : (given[at + 1] ?? '');
  const args = at < 0 ? given : given.toSpliced(at, 2);
  const demo = join(examples, example);
  if (!existsSync(join(demo, 'package.json'))) return fail(`there is no example "${example}" in apps/examples.`);
  const { name, scripts } = readJson(join(demo, 'package.json'));
  await install();
  await build(name);
  const script = args.includes('--web') ? 'web' : 'demo';
  const [program, ...words] = scripts[script].split(' ');
  return run(program, [...words, ...args.filter((arg) => arg !== '--web')], { cwd: demo });
}

/**
 * Runs the tests in Node and in Chromium, and closes with their number.
 *
 * @param {string[]} args - vitest's.
 * @returns {Promise<number>}
 */
async function runTests(args) {
  await install();
  await build('./packages/*');
  const CHROMIUM_PATH = await findChromium();
  rmSync(reportFile, { force: true });
  const reporters = ['default', 'json', './tools/testing/src/tolerance-reporter.ts'];
  const flags = [...reporters.map((reporter) => `--reporter=${reporter}`), `--outputFile.json=${reportFile}`];
  const code = await run('vitest', ['run', ...flags, ...args], { env: { CHROMIUM_PATH } });
  const { passed, failed, skipped } = countTests(code);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return code;
}

/**
 * Everything that a pull request must pass, up to the first failure.
 *
 * @param {string[]} args - vitest's.
 * @returns {Promise<number>}
 */
async function runCheck(args) {
  await install();
  /** @type {[title: string, step: () => Promise<number>][]} */
  const steps = [
    ['lint', () => run('npm', ['run', '--silent', 'lint'])],
    ['types', () => run('npm', ['run', '--silent', 'types'])],
    ['boundaries', () => run('npm', ['run', '--silent', 'boundaries'])],
    ['tests', () => runTests(args)],
  ];
  for (const [title, step] of steps) {
    console.log(`\n== ${title}`);
    const code = await step();
    if (code !== 0) {
      console.error(`\n== ${title}: failed`);
      return code;
    }
  }
  console.log('\n== all checks passed');
  return 0;
}

/**
 * Measures the packages as they are built.
 *
 * @param {string} script - One of tools/bench.
 * @param {string[]} args - Its own.
 * @returns {Promise<number>}
 */
async function runBench(script, args) {
  await build('./packages/*');
  return run('node', [join('tools', 'bench', script), ...args]);
}

/** Brings node_modules to the state of the lock file, unless it is there. */
async function install() {
  if (readText(join(root, 'pnpm-lock.yaml')) === readText(join(root, 'node_modules', '.pnpm', 'lock.yaml'))) return;
  await must(pnpm(['install', '--frozen-lockfile']), 'the packages could not be installed.');
}

/**
 * Builds the packages that `filter` selects and what they stand on; turbo skips what has not changed.
 *
 * @param {string} filter
 * @returns {Promise<number>}
 */
async function build(filter) {
  await install();
  const args = ['exec', 'turbo', 'run', 'build', `--filter=${filter}`, '--output-logs=errors-only'];
  console.log('Building the packages …');
  return must(pnpm(args, { isQuiet: true }), 'the build failed.');
}

/** A browser that is there, or the one that apt installs for root. */
async function findChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given && !existsSync(given)) fail(`CHROMIUM_PATH names a file that is not there: ${given}`);
  const found = () => given ?? chromiumPaths.find((path) => existsSync(path));
  if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Chromium is not there: installing it with apt-get.');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await must(run('apt-get', ['update'], { env }), 'apt-get update failed.');
    const args = ['install', '--yes', '--no-install-recommends', 'chromium'];
    await must(run('apt-get', args, { env }), 'apt-get could not install chromium.');
  }
  return (
    found() ??
    fail(
      'the browser tests need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium; elsewhere: ' +
        'https://www.chromium.org/getting-involved/download-chromium), or set CHROMIUM_PATH to a Chrome or Chromium.',
    )
  );
}

/**
 * Counts of the last report. A file that does not load is one failure, and so is a run that went wrong without
 * one (an error outside every test, no report).
 *
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function countTests(exitCode) {
  /** @type {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  const report = existsSync(reportFile) ? readJson(reportFile) : { testResults: [] };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of report.testResults) {
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') counts.failed++;
      else counts.skipped++;
    }
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed++;
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * Runs the pnpm that package.json names; npx puts it on the PATH, where turbo looks for it.
 *
 * @param {string[]} args
 * @param {{ isQuiet?: boolean }} options
 */
function pnpm(args, options = {}) {
  return run('npx', ['--yes', manifest.packageManager, ...args], options);
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: { [name: string]: string }, isQuiet?: boolean }} options - Quiet: what it says is
 * shown only when it fails.
 * @returns {Promise<number>} its exit code.
 */
function run(program, args, { cwd = root, env = {}, isQuiet = false } = {}) {
  const binaries = [join(cwd, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')];
  const PATH = [...binaries, dirname(process.execPath), process.env['PATH']].join(delimiter);
  return new Promise((resolve) => {
    child = spawn(program, args, {
      cwd,
      stdio: ['inherit', isQuiet ? 'pipe' : 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env },
    });
    /** @type {Buffer[]} */
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => fail(`${program} could not start: ${error.message}`));
    child.on('close', (code, signal) => {
      child = undefined;
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      resolve(code ?? (signal ? 128 + constants.signals[signal] : 1));
    });
  });
}

/**
 * Waits for a step without which the rest makes no sense.
 *
 * @param {Promise<number>} step
 * @param {string} problem
 * @returns {Promise<number>}
 */
async function must(step, problem) {
  const code = await step;
  if (code !== 0) fail(problem, code);
  return code;
}

/**
 * Stops the child when we are told to stop, also when npm or its shell died without telling. A terminal sends
 * Ctrl-C to the child itself.
 */
function followSignals() {
  const parent = process.ppid;
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    if (!child) process.exit(128 + constants.signals[signal]);
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref();
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  fail(`isograd needs Node ${manifest.engines.node}; this is ${process.version}. Get one at https://nodejs.org.`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message, code = 1) {
  console.error(`\n${message}`);
  process.exit(code);
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
