/**
 * Speed of our wasm backend against stock tfjs: `npm run bench -- kernels | training [--filter TEXT] [--rounds N]
 * [--threads N] [--eager]`; --eager trains without jit.
 *
 * Each side lives in a worker of its own, since tfjs keeps one engine a realm. The driver has them measure in turns,
 * so that what else the machine does falls on both, and quotes the ratio of the medians.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { kernelCases } from './src/kernel-cases.mjs';
import { trainingCases } from './src/training-cases.mjs';

/** @typedef {{ name: string, worker: Worker }} Side */

/** What a suite measures: the names of its cases and how long each measurement takes at least. */
const suites = {
  kernels: { names: kernelCases.map(({ name }) => name), milliseconds: 15, rounds: 15 },
  training: { names: trainingCases, milliseconds: 250, rounds: 7 },
};

await main();

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      filter: { type: 'string', default: '' },
      rounds: { type: 'string' },
      threads: { type: 'string', default: '1' },
      eager: { type: 'boolean', default: false },
    },
  });
  const suite = suites[/** @type {keyof typeof suites} */ (positionals[0] ?? '')];
  const rounds = Number(values.rounds ?? suite?.rounds);
  const threads = Number(values.threads);
  if (!suite || !(rounds >= 1) || !(threads >= 1)) {
    console.error(
      `usage: npm run bench -- ${Object.keys(suites).join(' | ')} [--filter TEXT] [--rounds N] [--threads N] [--eager]`,
    );
    process.exit(1);
  }
  const stock = await startSide('stock', { threads: 1 });
  const isograd = await startSide('isograd', { threads, jit: !values.eager });
  const names = suite.names.filter((name) => name.includes(values.filter));
  console.log(`stock tfjs 4.22 wasm against isograd wasm (${threads} threads), medians of ${rounds} rounds\n`);
  console.log(`${'case'.padEnd(58)}${'stock ms'.padStart(10)}${'ours ms'.padStart(10)}${'ratio'.padStart(8)}`);
  for (const name of names) {
    const times = await interleave([stock, isograd], name, { rounds, milliseconds: suite.milliseconds });
    const [stockTime = Number.NaN, ourTime = Number.NaN] = times.map(median);
    const ratio = (stockTime / ourTime).toFixed(2);
    console.log(
      `${name.padEnd(58)}${stockTime.toFixed(3).padStart(10)}${ourTime.toFixed(3).padStart(10)}${ratio.padStart(8)}`,
    );
  }
  await Promise.all([stock, isograd].map(({ worker }) => worker.terminate()));
}

/**
 * @param {string} name
 * @param {{ threads: number, jit?: boolean }} workerData
 * @returns {Promise<Side>}
 */
async function startSide(name, workerData) {
  const worker = new Worker(new URL(`./src/${name}-side.mjs`, import.meta.url), { workerData });
  await once(worker, 'message');
  return { name, worker };
}

/**
 * Milliseconds of one call, measured on each side in turns.
 *
 * @param {Side[]} sides
 * @param {string} name
 * @param {{ rounds: number, milliseconds: number }} options
 * @returns {Promise<number[][]>} a list of measurements for each side.
 */
async function interleave(sides, name, { rounds, milliseconds }) {
  /** @type {number[][]} */
  const times = sides.map(() => []);
  for (const side of sides) await measure(side, name, milliseconds); // first calls compile
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) times[index]?.push(await measure(side, name, milliseconds));
  }
  return times;
}

/**
 * @param {Side} side
 * @param {string} name
 * @param {number} milliseconds
 * @returns {Promise<number>}
 */
async function measure({ worker }, name, milliseconds) {
  worker.postMessage({ name, milliseconds });
  const [answer] = await once(worker, 'message');
  return answer;
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return /** @type {number} */ (sorted[Math.floor(sorted.length / 2)]);
}
