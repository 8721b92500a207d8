/**
 * Runs tfjs-core's own op specs, which its npm package ships, on one of our backends:
 * `npm run upstream-specs -- wasm`. Arguments: `cpu`, `wasm` or `node`; `--filter TEXT` runs the specs whose name has TEXT in
 * it; `--minutes N` ends the run after that time (default 20).
 *
 * The specs run in a process of their own, so that Ctrl-C, the end of the time or a crash leaves a report of what
 * has run. Its exit code is 0 only when all have, and none failed without a waiver.
 */
import { fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleSpecs } from './bundle.mjs';
import { addonFile } from '@isograd/backend-node/internals';
import { applyWaivers } from './waivers.mjs';

/** @typedef {import('./src/message.ts').Outcome} Outcome */

const here = dirname(fileURLToPath(import.meta.url));
const { every, ...backends } = JSON.parse(readFileSync(join(here, 'waivers.json'), 'utf8'));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { filter: { type: 'string', default: '' }, minutes: { type: 'string', default: '20' } },
});
const { filter } = values;
const [backend = ''] = positionals;
const minutes = Number(values.minutes);

if (!Object.hasOwn(backends, backend) || !(minutes > 0)) {
  console.error(`usage: npm run upstream-specs -- ${Object.keys(backends).join(' | ')} [--filter TEXT] [--minutes N]`);
  process.exit(2);
}
const root = join(here, '..', '..');
const { status } = spawnSync(process.execPath, [join(root, 'tools', 'run.mjs'), 'build'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
report(await runSpecs(await bundleSpecs()));

/**
 * Runs the bundle up to its end, the end of the time or Ctrl-C.
 *
 * @param {string} program
 * @returns {Promise<{ outcomes: Outcome[], interruption: string | undefined }>}
 */
function runSpecs(program) {
  const require = createRequire(import.meta.url);
  const wasmPaths = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
  const nativeBinary = addonFile();
  /** @type {import('./src/message.ts').Request} */
  const request = { backend, filter, wasmPaths, nativeBinary };
  // What the specs print is about themselves; what goes wrong comes back as a failure.
  const child = fork(program, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  /** @type {Outcome[]} */
  const outcomes = [];
  let total = 0;
  let isDone = false;
  let complaints = '';
  /** @type {string | undefined} */
  let interruption;
  const stop = (/** @type {string} */ reason) => {
    interruption ??= reason;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(stop, minutes * 60_000, `the ${minutes} minutes are over`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop(`stopped by ${signal}`));
  child.stderr?.on('data', (chunk) => (complaints = (complaints + chunk).slice(-4000)));
  child.on('message', (/** @type {import('./src/message.ts').Message} */ message) => {
    if ('total' in message) total = message.total;
    else if ('isDone' in message) isDone = true;
    else {
      outcomes.push(message);
      showProgress(outcomes, total);
    }
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) interruption ??= `the process of the specs ended with ${code ?? signal}\n${complaints}`;
      if (!isDone) interruption ??= 'the process of the specs ended early';
      resolve({ outcomes, interruption });
    });
  });
}

/**
 * A line that counts, on a terminal; elsewhere one line now and then.
 *
 * @param {readonly Outcome[]} outcomes
 * @param {number} total
 */
function showProgress(outcomes, total) {
  const step = process.stdout.isTTY ? 20 : 500;
  if (outcomes.length % step !== 0 && outcomes.length !== total) return;
  const line = `${outcomes.length} of ${total} specs, ${select(outcomes, 'failed').length} failures`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${outcomes.length === total ? '\n' : ''}`);
  else console.log(line);
}

/** @param {Awaited<ReturnType<typeof runSpecs>>} run */
function report({ outcomes, interruption }) {
  const { failed, waived, problems } = applyWaivers(select(outcomes, 'failed'), {
    ...every,
    ...backends[backend],
  });
  const pending = select(outcomes, 'pending').length;
  // What has not run cannot need its waiver.
  const isWhole = interruption === undefined && filter === '';

  for (const [op, failures] of groupByOp(failed)) {
    console.log(`\n${op}: ${failures.length} failed`);
    for (const { name, message } of failures) console.log(`  ${name}\n    ${message.split('\n', 1)[0]}`);
  }
  if (waived.length > 0) console.log('\nwaived:');
  for (const { name, reason } of waived) console.log(`  ${name}: ${reason}`);
  if (isWhole && problems.length > 0) console.log(`\nin waivers.json:\n  ${problems.join('\n  ')}`);
  if (pending > 0) console.log(`\n${pending} specs are switched off by upstream.`);
  if (interruption !== undefined) console.log(`\nnot all specs have run: ${interruption}`);
  console.log(`\n${select(outcomes, 'passed').length} passed, ${failed.length} failed, ${waived.length} waived`);
  if (failed.length > 0 || interruption !== undefined || (isWhole && problems.length > 0)) process.exitCode = 1;
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {import('./src/message.ts').Status} status
 */
function select(outcomes, status) {
  return outcomes.filter((outcome) => outcome.status === status);
}

/**
 * The specs of an op are named after it, then the environment.
 *
 * @param {readonly Outcome[]} outcomes
 * @returns {[op: string, outcomes: Outcome[]][]}
 */
function groupByOp(outcomes) {
  /** @type {Map<string, Outcome[]>} */
  const groups = new Map();
  for (const outcome of outcomes) {
    const [op = ''] = outcome.name.split(` ${backend} {}`);
    groups.set(op, [...(groups.get(op) ?? []), outcome]);
  }
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b));
}
