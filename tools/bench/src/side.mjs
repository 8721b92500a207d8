/** A side of the comparison as the driver sees it: ours or a peer, each in a worker or process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * @typedef {object} Side
 * @property {string} title
 * @property {readonly string[]} names - The cases that it has.
 * @property {(name: string, milliseconds: number) => Promise<number>} measure - Mean milliseconds of a call, over at
 * least the time given.
 * @property {(name: string, steps: number) => Promise<number[]>} train - The losses of so many steps.
 * @property {() => Promise<void>} close
 */

/** A peer that is not there; the message says how to get it. */
export class AbsentPeerError extends Error {}

/**
 * @param {'isograd' | 'tfjs' | 'jax'} name - tfjs keeps one engine a realm, hence a worker for each.
 * @param {object} [workerData]
 * @returns {Promise<Side>}
 */
export async function startWorker(name, workerData = {}) {
  const worker = new Worker(new URL(`./sides/${name}.mjs`, import.meta.url), { workerData });
  const next = async () => (await once(worker, 'message'))[0];
  const ask = (/** @type {object} */ request) => {
    const answer = next();
    worker.postMessage(request);
    return answer;
  };
  return sideOf(await next(), ask, async () => void (await worker.terminate()));
}

/**
 * PyTorch.
 *
 * @param {number} count - Of threads.
 * @returns {Promise<Side>}
 * @throws {AbsentPeerError}
 */
export async function startTorch(count) {
  const given = process.env['PYTHON'];
  const python = (given ? [given] : ['python3', '/usr/bin/python3']).find(
    (path) => spawnSync(path, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
  if (!python) {
    throw new AbsentPeerError(
      'torch: there is no python3 that imports torch. On Debian: apt-get install python3-torch libopenblas0; elsewhere set PYTHON.',
    );
  }
  const script = fileURLToPath(new URL('./sides/pytorch.py', import.meta.url));
  // A BLAS that PyTorch was not built with goes by these, and not by torch.set_num_threads.
  const names = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'];
  const threads = Object.fromEntries(names.map((name) => [name, String(count)]));
  const child = spawn(python, [script, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...threads },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('torch: the process has ended.');
    return JSON.parse(value);
  };
  const ask = (/** @type {object} */ request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return next();
  };
  return sideOf(await next(), ask, async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'close');
  });
}

/**
 * @param {{ title: string, names: readonly string[] }} description
 * @param {(request: import('./answer.mjs').Request) => Promise<any>} ask
 * @param {() => Promise<void>} close
 * @returns {Side}
 */
function sideOf({ title, names }, ask, close) {
  return {
    title,
    names,
    measure: (name, milliseconds) => ask({ name, milliseconds }),
    train: (name, steps) => ask({ name, steps }),
    close,
  };
}
