/**
 * Our speed against that of others:
 * `npm run bench -- --suite steps [--backend wasm | node] [--peer tfjs | jax | torch | wasm | isograd] [--json FILE]` measures training
 * steps, `--suite kernels` single kernels, `--suite optimizers` updates of a million parameters. Further: `--filter TEXT`
 * takes the cases with TEXT in their name, `--rounds N` measures each N times, `--threads N` gives us N threads, `--eager`
 * trains without jit, and `--simd relaxed | simd256` lets wasm use vector instructions beyond SIMD128 (the second is a
 * switch of the process). PyTorch and the peer wasm get as many threads as we, the others have one.
 *
 * Each side lives in a worker or process of its own. The driver has them measure in turns, so that what else the
 * machine does falls on both, and quotes the ratio of the medians: time of the peer / our time.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AbsentPeerError, startTorch, startWorker } from './src/side.mjs';
import { measureKernels } from './src/suites/kernels.mjs';
import { measureOptimizers } from './src/suites/optimizers.mjs';
import { measureSteps } from './src/suites/steps.mjs';

/** By name; each gets the number of our threads. */
const peers = {
  tfjs: () => startWorker('tfjs'),
  jax: () => startWorker('jax'),
  torch: startTorch,
  /** Our wasm backend, with SIMD128. */
  wasm: (/** @type {number} */ threads) =>
    startWorker('isograd', { backend: 'wasm', threads, isCaptured: true, simd: 'simd128' }),
  /** The same on one thread. */
  isograd: () => startWorker('isograd', { backend: 'wasm', threads: 1, isCaptured: true, simd: 'simd128' }),
};
const suites = {
  steps: { peers: Object.keys(peers), rounds: 7 },
  kernels: { peers: ['tfjs'], rounds: 15 },
  optimizers: { peers: ['tfjs'], rounds: 9 },
};
const backends = ['wasm', 'node'];
const instructions = ['simd128', 'relaxed', 'simd256'];

await main();

async function main() {
  const options = readOptions();
  const { suite, backend, peerName, threads, rounds, json } = options;
  const peer = await startPeer(peerName, threads);
  const isograd = await startWorker('isograd', {
    backend,
    threads,
    isCaptured: options.isCaptured,
    simd: options.simd,
  });
  const mode = options.isCaptured ? '' : ', eager';
  const ofPeer = peerName === 'torch' || peerName === 'wasm' ? threads : 1;
  console.log(
    `${isograd.title}, threads: ${threads}${mode}; ${peer.title}, threads: ${ofPeer}; medians of ${rounds} rounds\n`,
  );
  try {
    if (suite === 'kernels') await measureKernels(isograd, peer, options);
    else if (suite === 'optimizers') await measureOptimizers(isograd, peer, options);
    else {
      const records = await measureSteps(isograd, peer, options);
      if (json) writeFileSync(json, `${JSON.stringify(records, undefined, 2)}\n`);
    }
  } finally {
    await Promise.all([isograd.close(), peer.close()]);
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: '' },
      backend: { type: 'string', default: 'wasm' },
      peer: { type: 'string', default: 'tfjs' },
      json: { type: 'string' },
      filter: { type: 'string', default: '' },
      rounds: { type: 'string' },
      threads: { type: 'string', default: '1' },
      eager: { type: 'boolean', default: false },
      simd: { type: 'string', default: 'simd128' },
    },
  });
  if (!isKeyOf(suites, values.suite)) return refuse('--suite', Object.keys(suites));
  const suite = suites[values.suite];
  if (!isKeyOf(peers, values.peer) || !suite.peers.includes(values.peer)) {
    return refuse(`--suite ${values.suite} --peer`, suite.peers);
  }
  if (!backends.includes(values.backend)) return refuse('--backend', backends);
  if (values.json !== undefined && values.suite !== 'steps') return refuse('--json FILE with --suite', ['steps']);
  if (!instructions.includes(values.simd)) return refuse('--simd', instructions);
  const [rounds, threads] = [Number(values.rounds ?? suite.rounds), Number(values.threads)];
  if (!(rounds >= 1 && threads >= 1)) return refuse('--rounds and --threads', ['1', '2', '…']);
  return {
    suite: values.suite,
    backend: values.backend,
    peerName: values.peer,
    json: values.json,
    filter: values.filter,
    rounds,
    threads,
    isCaptured: !values.eager,
    simd: values.simd,
  };
}

/**
 * @param {keyof typeof peers} name
 * @param {number} threads
 */
async function startPeer(name, threads) {
  try {
    return await peers[name](threads);
  } catch (error) {
    if (!(error instanceof AbsentPeerError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/**
 * @template {object} Record
 * @param {Record} record
 * @param {string} key
 * @returns {key is Extract<keyof Record, string>}
 */
function isKeyOf(record, key) {
  return Object.hasOwn(record, key);
}

/**
 * @param {string} option
 * @param {readonly string[]} values
 * @returns {never}
 */
function refuse(option, values) {
  console.error(`usage: npm run bench -- ${option} ${values.join(' | ')}`);
  process.exit(1);
}
